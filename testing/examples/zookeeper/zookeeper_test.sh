#!/bin/bash
# Three servers of ZooKeeper on agents, a client on the master. The leader is lost
# twice, once its node is killed, once it is cut off from the others; each time the
# others elect another, and no write that was acknowledged is lost.
set -euo pipefail
readonly DEADLINE=120
readonly ALL=(agent_0 agent_1 agent_2)

die() {
  echo "zookeeper_test: $*" >&2
  exit 1
}

# on NODE COMMAND...
on() { minidcos exec -c "$MINIDCOS_CLUSTER_ID" --node "$1" "${@:2}"; }

# await WHAT COMMAND...: runs COMMAND again and again until it succeeds.
await() {
  local what=$1 end=$((SECONDS + DEADLINE))
  shift
  until "$@"; do
    ((SECONDS < end)) || die "$DEADLINE s were not enough for: $what"
    sleep 0.2
  done
  echo "$SECONDS s: $what"
}

# Whether one of these nodes leads and all others follow it; $leader is that one.
has_quorum() {
  local node mode followers=0
  leader=
  for node; do
    mode=$(on "$node" zookeeper-mode 2>/dev/null) || return 1
    case $mode in
      leader) leader=$node ;;
      follower) followers=$((followers + 1)) ;;
    esac
  done
  [[ $leader ]] && ((followers == $# - 1))
}

acknowledged() { on master_0 sed -n '$=' /var/lib/acknowledged; }
has_written() { (($(acknowledged) >= $1)); }
await_writes() {
  local before
  before=$(acknowledged)
  await "the client's writes go on, $before were acknowledged before" \
    has_written $((before + 100))
}

others_than() {
  others=()
  for node in "${ALL[@]}"; do
    [[ $node == "$1" ]] || others+=("$node")
  done
}

for node in "${ALL[@]}"; do on "$node" systemctl start zookeeper; done
await "three servers form a quorum" has_quorum "${ALL[@]}"
on master_0 systemd-run --quiet --unit=writer \
  zookeeper-client write /var/lib/acknowledged agent-0 agent-1 agent-2
await "the client writes" on master_0 test -s /var/lib/acknowledged
await_writes

killed=$leader
others_than "$killed"
echo "$SECONDS s: killing the leader's node, $killed"
docker restart --time 0 "dcos-e2e-$MINIDCOS_CLUSTER_ID.${killed//_/-}" >/dev/null
await "the others elect another leader" has_quorum "${others[@]}"
await_writes
await "the node is back" on "$killed" systemctl start zookeeper
await "its server follows" has_quorum "${ALL[@]}"
[[ $leader != "$killed" ]] || die "$killed leads though others were elected"

cut=$leader
others_than "$cut"
echo "$SECONDS s: cutting the leader $cut off"
rules() { # -I to cut off, -D to join again
  # shellcheck disable=SC2016
  on "$cut" sh -c 'change=$1; shift; for address; do
      iptables "$change" INPUT -s "$address" -j DROP &&
        iptables "$change" OUTPUT -d "$address" -j DROP || exit
    done' sh "$1" "${addresses[@]}"
}
IFS=, read -ra addresses <<<"$MASTER_HOSTS,$SLAVE_HOSTS"
rules -I
await "the others elect another leader" has_quorum "${others[@]}"
await_writes
! on "$cut" zookeeper-mode 2>/dev/null || die "$cut serves though it is alone"
rules -D
await "it follows again" has_quorum "${ALL[@]}"

on master_0 systemctl stop writer
on master_0 zookeeper-client verify /var/lib/acknowledged agent-0 agent-1 agent-2 ||
  die "an acknowledged write is lost"
