# sh -c "$this" private_engine.sh FOLDER [TLS_FOLDER [MEBIBYTES]]
#
# With MEBIBYTES, its data are on a file system of that size, on a loop device.
#
# With TLS_FOLDER, dockerd also serves the TCP socket that is descriptor 3, by
# TLS, with the files there (certificates.h): by systemd's protocol, for the
# socket is of another network namespace.
#
# With $PRIVATE_ENGINE_ROOT, the engine is that of the root file system there, to
# which nothing is written: dockerd, or else podman. $PRIVATE_ENGINE_OPTIONS are
# more words for it.
#
# Runs a dockerd of its own, all of it below FOLDER, until stdin ends; then
# nothing is left of it. Takes a word a line: start, kill, freeze, thaw, check,
# fill MEBIBYTES (until no more are free), unfill; answers each with "ok", check
# with "dead" if dockerd has ended.
#
# A network namespace, which is this shell's too, keeps its bridge and its
# iptables to itself, a mount namespace its mounts, and with the first process of
# a PID namespace goes all that was started in it: dockerd, containerd, shims and
# containers.
set -u
folder=$1
tls=${2:-}
disk=${3:-}
PATH=$PATH:/usr/sbin:/sbin
export PRIVATE_ENGINE_ROOT="${PRIVATE_ENGINE_ROOT:-}"
export PRIVATE_ENGINE_OPTIONS="${PRIVATE_ENGINE_OPTIONS:-}"

# Removes what is left of the engine in folder $1 when its processes have ended.
# podman's cgroups have a name that is not ours to choose: those in use stay.
remove() {
  for name in "${1##*/}" ${PRIVATE_ENGINE_ROOT:+libpod_parent}; do
    for group in "/sys/fs/cgroup/$name" /sys/fs/cgroup/*/"$name"; do
      [ -d "$group" ] && find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
    done
  done
  rm -rf -- "$1"
}

# Bazel's signals are for the test, whose end is the end of stdin.
trap '' HUP INT TERM

# Only SIGKILL, which Bazel sends to all that outlives a test, leaves a folder
# behind; then nobody holds its lock.
exec 9>"$folder/lock"
flock 9
find "${folder%/*}" -maxdepth 1 -name 'private-engine-*' -mmin +10 |
  while read -r stale; do
    (flock -n 9 && remove "$stale") 9>"$stale/lock"
  done

unshare --mount --pid --fork --mount-proc sh -c '
  folder=$1
  tls=$2
  disk=$3
  # Makes $1 the root, with what is of the kernel, and /tmp, where FOLDER is.
  enter() {
    mkdir "$folder/upper" "$folder/work" "$folder/root" &&
      mount -t overlay overlay "$folder/root" -o \
        "lowerdir=$1,upperdir=$folder/upper,workdir=$folder/work" &&
      cd "$folder/root" &&
      for kernel in proc sys dev; do
        mount --rbind "/$kernel" "$kernel" || return
      done &&
      mount --bind /tmp tmp && mount -t tmpfs tmpfs run &&
      pivot_root . mnt && umount -l /mnt && cd /
  }
  run() {
    [ -n "$tls" ] || exec dockerd "$@"
    LISTEN_FDS=1 exec sh -c "LISTEN_PID=\$\$ exec dockerd \"\$@\"" sh "$@" \
      --host fd:// --tlsverify --tlscacert "$tls/ca.pem" \
      --tlscert "$tls/server-cert.pem" --tlskey "$tls/server-key.pem"
  }
  # Its own choice of a runtime, crun, refuses cgroups v1 beside v2.
  run_podman() {
    exec podman --root "$folder/data" --runroot "$folder/exec" --runtime runc \
      --cgroup-manager cgroupfs $PRIVATE_ENGINE_OPTIONS \
      system service --time 0 "unix://$folder/socket"
  }
  start() {
    if command -v dockerd >/dev/null; then
      run --config-file "$folder/daemon.json" --host "unix://$folder/socket" \
        --data-root "$folder/data" --exec-root "$folder/exec" \
        --pidfile "$folder/pid" --cgroup-parent "/${folder##*/}" \
        $PRIVATE_ENGINE_OPTIONS
    else
      run_podman
    fi >>"$folder/log" 2>&1 </dev/null &
    dockerd=$!
  }
  ip link set lo up
  if [ -n "$PRIVATE_ENGINE_ROOT" ]; then
    enter "$PRIVATE_ENGINE_ROOT" >>"$folder/log" 2>&1 || exit
  fi
  # The device goes with the last mount of it, and that with this namespace.
  if [ -n "$disk" ]; then
    truncate -s "${disk}M" "$folder/disk" &&
      mkfs.ext4 -q -m 0 "$folder/disk" >>"$folder/log" 2>&1 &&
      mkdir "$folder/data" && mount -o loop "$folder/disk" "$folder/data" || exit
  fi
  # In pieces, for ext4 gives no more than there is.
  fill() {
    while free=$(df --output=avail -m "$folder/data" | tail -n 1) &&
      [ "$free" -gt "$1" ]; do
      head -c "$((free - $1))M" /dev/zero >>"$folder/data/filler" || break
      sync "$folder/data/filler"
    done 2>>"$folder/log"
  }
  while read -r word argument; do
    case $word in
      fill) fill "$argument" ;;
      unfill) rm -f "$folder/data/filler" ;;
      start) start ;;
      kill) kill -KILL "$dockerd"; wait "$dockerd" ;;
      freeze) kill -STOP "$dockerd" ;;
      thaw) kill -CONT "$dockerd" ;;
      check)
        if ! grep -qs "^State:[^Z]*$" "/proc/$dockerd/status"; then
          echo dead
          continue
        fi
        ;;
    esac
    echo ok
  done
' sh "$folder" "$tls" "$disk"

remove "$folder"
