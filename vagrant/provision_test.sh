#!/bin/bash
# Runs what the Vagrantfile runs in a new machine in a fresh root file system of
# Debian 12, from a repository made of this checkout: packages, user, build,
# installation, everything but the kernel and the engine, which is this machine's.
# Needs root, a way to Debian's mirror and, for the build, its time.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
checkout=$(dirname "$(readlink -f "$TEST_SRCDIR/$TEST_WORKSPACE/WORKSPACE")")
socket=${DOCKER_HOST:-unix:///var/run/docker.sock}
socket=${socket#unix://}
fail() {
  echo "$1"
  exit 1
}
[[ $(id -u) == 0 ]] || fail "this test needs root"
[[ -S $socket ]] || fail "no engine at '$socket'"

# Bazel gives a test that it ends no time for so many files. Who holds no lock any
# more is gone.
for stale in /var/tmp/minidcos-provision.*; do
  [[ -d $stale ]] || continue
  (flock --nonblock 9 && rm -rf --one-file-system "$stale") 9>"$stale/lock" || true
done
folder=$(mktemp -d /var/tmp/minidcos-provision.XXXXXX)
exec 9>"$folder/lock"
flock 9
trap 'rm -rf --one-file-system "$folder"' EXIT
root=$folder/root

# As of a suite that is made long ago, whose release file is not renewed.
mmdebstrap --quiet --variant=minbase --include=sudo \
  --aptopt='Acquire::Check-Valid-Until "false"' bookworm "$root"
cp /etc/resolv.conf "$root/etc/"
# As a box has them: the user, who may use sudo, and the shared folder. The group
# of the engine's socket is the machine's. No service is started in here.
groupadd --root "$root" --non-unique --gid "$(stat -c %g "$socket")" docker
useradd --root "$root" --create-home --shell /bin/bash vagrant
echo 'vagrant ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/vagrant"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
mkdir "$root/vagrant" "$root/source"

# A repository with a branch, which is behind, and a newer commit.
tar --create --directory="$checkout" --exclude=./.git --exclude='./bazel-*' . |
  tar --extract --directory="$root/source"
git_there() {
  git -C "$root/source" -c user.name=test -c user.email=test@example.com "$@"
}
git_there init --quiet --initial-branch=main
git_there add --all
git_there commit --quiet --message=first
git_there branch behind
git_there commit --quiet --allow-empty --message=second
chroot "$root" chown -R vagrant: /source

# inside WORD...: in the root file system, in namespaces that end with it.
# shellcheck disable=SC2016
inside() {
  unshare --mount --pid --fork --kill-child bash -euc '
    mount --make-rprivate /
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    touch "$1/run/docker.sock"
    mount --bind "$2" "$1/run/docker.sock"
    exec chroot "$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
      MINIDCOS_USER=vagrant MINIDCOS_URL=/source "${@:3}"' \
    bash "$root" "$socket" "$@"
}
install=$(sed -n "/<<~'INSTALL'/,/^INSTALL\$/{//!s/^  //p}" \
  "$checkout/vagrant/Vagrantfile")
[[ $install == *provision.sh* ]] || fail "no script in the Vagrantfile"
provision() {
  inside "MINIDCOS_REF=$1" sh -c "$install" || fail "provisioning failed"
}
# as_user COMMAND: in a shell that logs in.
as_user() { inside su --login vagrant --command "$1"; }
expect() {
  [[ $2 == "$3" ]] || fail "$1: '$2', expected '$3'"
}

provision ''
expect "the commit" "$(as_user 'git -C /opt/minidcos log -1 --format=%s')" second
expect "the folder of a shell" "$(as_user pwd)" /vagrant
expect "the program" "$(as_user 'type -P minidcos')" /usr/local/bin/minidcos
[[ " $(as_user 'id -nG') " == *" docker "* ]] || fail "not in the group docker"
[[ -s $root/usr/local/share/man/man1/minidcos-create.1 ]] || fail "no manual"
grep -q -e '-I DOCKER-USER ! -i docker0 -o docker0 -j ACCEPT' \
  "$root/etc/systemd/system/minidcos-forwarding.service" || fail "no forwarding"
# The engine is reached, as the user.
as_user 'minidcos list' || fail "minidcos does not run"

# Again, at another reference: only what differs is done.
provision behind
expect "the commit" "$(as_user 'git -C /opt/minidcos log -1 --format=%s')" first
as_user 'minidcos --version' || fail "minidcos does not run"
