#!/bin/bash
# provision.sh USER
# Makes this Debian machine one in which USER has Docker and minidcos, built from
# the checkout that this script is in, and whose nodes can be reached from outside.
# Run again, it changes only what is missing. Needs root; USER may use sudo.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
. scripts/setup.sh

# Not for good: the test has others.
DAEMON_OPTIONS=/etc/docker/daemon.json
FORWARDING=/etc/systemd/system/minidcos-forwarding.service
readonly LOGIN=/etc/profile.d/minidcos.sh
readonly INOTIFY=/etc/sysctl.d/60-minidcos.conf

# Connections from outside go to the addresses of nodes themselves. The rule is for
# what Docker lets nobody in to, and Docker from 28.2 on also asks for its own
# option: without it, what is not for the bridge is dropped before any rule.
accept_forwarding() {
  local systemctl=systemctl
  [[ -d /run/systemd/system ]] || systemctl=:
  if dockerd --help 2>&1 | grep -e --allow-direct-routing >/dev/null; then
    if [[ ! -e $DAEMON_OPTIONS ]]; then
      say "Letting Docker route directly to containers: $DAEMON_OPTIONS"
      mkdir -p "${DAEMON_OPTIONS%/*}"
      echo '{"allow-direct-routing": true}' >"$DAEMON_OPTIONS"
      "$systemctl" restart docker
    elif ! grep allow-direct-routing "$DAEMON_OPTIONS" >/dev/null; then
      say "Not changed: $DAEMON_OPTIONS. Without \"allow-direct-routing\": true" \
        "in it, nodes cannot be reached from outside"
    fi
  fi
  say "Accepting connections from outside to nodes: $FORWARDING"
  # A service, because the rule would be gone with the next boot.
  mkdir -p "${FORWARDING%/*}"
  cat >"$FORWARDING" <<'END'
[Unit]
Description=Connections from outside to the nodes of minidcos
Requires=docker.service
After=docker.service
PartOf=docker.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/iptables -I DOCKER-USER ! -i docker0 -o docker0 -j ACCEPT
ExecStop=/usr/sbin/iptables -D DOCKER-USER ! -i docker0 -o docker0 -j ACCEPT

[Install]
WantedBy=multi-user.target
END
  "$systemctl" daemon-reload
  "$systemctl" enable --now "${FORWARDING##*/}"
}

# A shell that logs in starts where the installer is.
start_in_shared_folder() {
  printf '%s\n' '# Written by minidcos.' \
    "if [ \"\$(id -un)\" = '$1' ] && [ -d /vagrant ]; then cd /vagrant; fi" >"$LOGIN"
}

# set_up_machine raises the limit until the next boot only.
keep_inotify_limit() {
  mkdir -p "${INOTIFY%/*}"
  echo "fs.inotify.max_user_instances = $INOTIFY_INSTANCES_NEEDED" >"$INOTIFY"
}

# As the user whom clusters will belong to, who is in the group of the engine's
# socket by now.
build_and_install() {
  say "Building minidcos: this takes a while"
  HOME=$(getent passwd "$1" | cut -d : -f 6) runuser -u "$1" -- \
    bash -euo pipefail -c '
    . scripts/setup.sh
    set_up_machine
    bazel_command build //:bin
    bazel shutdown'
  ./install --prefix /usr/local >/dev/null
}

# Sourced by its test, it only defines functions.
[[ ${BASH_SOURCE[0]} == "$0" ]] || return 0

[[ $(id -u) == 0 ]] || die "this needs root" 5
[[ $# == 1 && $(id -u "$1" 2>/dev/null) ]] || die "expected: an existing user" 2
install_packages docker.io iptables sudo
usermod --append --groups docker "$1"
accept_forwarding
keep_inotify_limit
start_in_shared_folder "$1"
build_and_install "$1"
say "$(/usr/local/bin/minidcos --version) is installed: log in and try 'minidcos doctor'"
