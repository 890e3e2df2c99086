#!/bin/bash
# How provision.sh opens the way to nodes, with stand-ins for an engine that has the
# option for it (28.2 and later), one that has not, and systemd.
set -euo pipefail
. "$TEST_SRCDIR/$TEST_WORKSPACE/vagrant/provision.sh"
cd "$TEST_TMPDIR"
fail() {
  echo "$1"
  exit 1
}

mkdir programs
PATH=$PWD/programs:$PATH
printf '#!/bin/sh\necho "$*" >>%q\n' "$PWD/told" >programs/systemctl
chmod 755 programs/systemctl
# has_option WORDS: the engine's help is these.
has_option() {
  printf '#!/bin/sh\necho "%s" >&2\n' "$1" >programs/dockerd
  chmod 755 programs/dockerd
}
# accept [OPTIONS]: where the engine's file of options has these, or is not there.
# shellcheck disable=SC2034
accept() {
  rm -rf etc told
  mkdir etc
  touch told
  DAEMON_OPTIONS=$PWD/etc/docker/daemon.json
  FORWARDING=$PWD/etc/systemd/system/some.service
  if (($#)); then
    mkdir etc/docker
    echo "$1" >"$DAEMON_OPTIONS"
  fi
  accept_forwarding 2>said
  grep -q -e '-I DOCKER-USER ! -i docker0 -o docker0 -j ACCEPT' "$FORWARDING" ||
    fail "no rule in: $(cat "$FORWARDING")"
  # Without systemd there is nobody to tell.
  [[ -d /run/systemd/system ]] || return 0
  grep -qx 'enable --now some.service' told || fail "not enabled: $(cat told)"
}
restarted() {
  [[ ! -d /run/systemd/system ]] || grep -qx 'restart docker' told
}

has_option '  --allow-direct-routing   Allow remote access to published ports'
accept
[[ $(<"$DAEMON_OPTIONS") == '{"allow-direct-routing": true}' ]] ||
  fail "the options are: $(cat "$DAEMON_OPTIONS")"
restarted || fail "the engine does not know: $(cat told)"

# What somebody has written is left, and he is told.
accept '{"debug": true}'
[[ $(<"$DAEMON_OPTIONS") == '{"debug": true}' ]] || fail "his options are changed"
grep -q 'Not changed: .*"allow-direct-routing": true' said || fail "said: $(cat said)"
accept '{"allow-direct-routing": true}'
if grep 'Not changed' said; then fail "all is well already"; fi

has_option '  --debug   Enable debug mode'
accept
[[ ! -e $DAEMON_OPTIONS ]] || fail "an option that this engine does not have"
