# The benchmark's work as the plain docker CLI does it:
#   bash plain_docker.sh FUNCTION NAME [COUNT [IMAGE [HOST_KEY]]]
# NAME begins the names of COUNT containers.
set -eu -o pipefail

# What minidcos gives a node where the engine cannot grant all privileges.
node_options=(
  --tty --cgroupns private --stop-signal SIGRTMIN+3
  --tmpfs /run:rw,exec,nosuid,size=2097152k
  --tmpfs /tmp:rw,exec,nosuid,size=2097152k
  -v /var/lib/docker -v /opt -v /var/log/journal
  --cap-add ALL --cap-drop SYS_RESOURCE --cap-drop SYS_TIME
  --cap-drop SYS_MODULE --security-opt seccomp=unconfined
  --security-opt apparmor=unconfined --security-opt systempaths=unconfined
  --device-cgroup-rule 'a *:* rwm')

# Fails if one of the background jobs does, which a bare `wait` would not.
wait_for_all() {
  local job
  for job in $(jobs -p); do wait "$job"; done
}

# one_node NAME IMAGE HOST_KEY
one_node() {
  docker run -d --name "$1" "${node_options[@]}" \
    -v "$3":/etc/ssh/ssh_host_ed25519_key:ro "$2" >/dev/null
  # Not a pipe: nothing more is written to a node's log, by which docker would see
  # that nobody reads on.
  grep -q -m1 minidcos-ready < <(docker logs -f "$1" 2>/dev/null)
}

# nodes NAME COUNT IMAGE HOST_KEY
nodes() {
  for ((n = 1; n <= $2; ++n)); do one_node "$1-$n" "$3" "$4" & done
  wait_for_all
}

# sleeps NAME COUNT IMAGE
sleeps() {
  for ((n = 1; n <= $2; ++n)); do
    docker run -d --name "$1-$n" "$3" sleep infinity >/dev/null &
  done
  wait_for_all
}

# nodes_and_gone NAME COUNT IMAGE HOST_KEY
nodes_and_gone() {
  nodes "$@"
  remove "$1"
}

# hostnames NAME COUNT IMAGE HOST_KEY: the test of hostnames.sh, from nothing to
# nothing.
hostnames() {
  local n
  nodes "$@"
  for ((n = 1; n <= $2; ++n)); do docker exec "$1-$n" hostname >/dev/null & done
  wait_for_all
  remove "$1"
}

# by_hand PREFIX INSTALLER: DC/OS on the cluster of bare nodes PREFIX, which see the
# cluster's workspace, by the installer and its scripts alone.
by_hand() {
  local nodes address workspace role
  mapfile -t nodes < <(docker ps --filter "name=^$1\\." --format '{{.Names}}')
  address='{{.NetworkSettings.IPAddress}}'
  workspace=$(docker inspect -f '{{index .Config.Labels "dcos_e2e.workspace_dir"}}' \
    "$1.master-0")
  cd "$workspace"
  cat >genconf/config.yaml <<EOF
bootstrap_url: file:///opt/dcos_install_tmp
check_time: 'false'
cluster_name: DCOS
exhibitor_storage_backend: static
master_discovery: static
master_list: [$(docker inspect -f "$address" "$1.master-0")]
resolvers: [8.8.8.8]
EOF
  cat >genconf/ip-detect <<'EOF'
#!/bin/sh
hostname -i | cut -d ' ' -f 1
EOF
  chmod +x genconf/ip-detect
  bash "$2" -v --genconf >/dev/null 2>&1
  install_on "$1.master-0" master
  for node in "${nodes[@]}"; do
    case $node in
      "$1".agent-*) role=slave ;;
      "$1".public-agent-*) role=slave_public ;;
      *) continue ;;
    esac
    install_on "$node" "$role" &
  done
  wait_for_all
}

install_on() {
  docker exec "$1" bash /opt/dcos_install_tmp/dcos_install.sh \
    --no-block-dcos-setup "$2" >/dev/null
}

# remove NAME: all of them. docker rm removes what it is given in parallel.
remove() {
  local containers
  mapfile -t containers < <(docker ps -a --filter "name=^$1-[0-9]+$" --format '{{.Names}}')
  docker rm -f -v "${containers[@]}" >/dev/null
}

"$@"
