# shellcheck shell=bash
# Shared by quickstart, run_tests and install; sourced by bash from the root of
# the repository. Sets up a Debian machine: packages, a Docker Engine, the
# kernel's limit that nodes need. Changes only what is missing, and says what.

# What building and running need. A reachable engine makes docker.io needless.
readonly PACKAGES=(
  bazel-bootstrap ca-certificates curl g++ iproute2 iptables libabsl-dev
  libarchive-dev libcrypt-dev libcurl4-openssl-dev libgflags-dev libgmock-dev
  libgoogle-glog-dev libgtest-dev liblzma-dev libprotobuf-dev libre2-dev
  libssl-dev libyaml-cpp-dev mmdebstrap nettle-dev openssh-client openssl openvpn
  pkg-config protobuf-compiler rsync socat uidmap xz-utils
)
# What tests need besides: readers of the manual, shells that complete, what an
# example is started by, and what Bazel packs the outputs of a test with;
# and what those tagged `all` need.
# shellcheck disable=SC2034
readonly TEST_PACKAGES=(make man-db zip zsh) LONG_TEST_PACKAGES=(vagrant)
readonly INOTIFY_INSTANCES=/proc/sys/fs/inotify/max_user_instances
readonly INOTIFY_INSTANCES_NEEDED=1024
readonly ENGINE_DEADLINE=60

# The process id and the log of the engine that start_engine has started, if it
# has.
engine_pid=
engine_log=

say() { printf '== %s\n' "$*" >&2; }
die() {
  printf '%s: error: %s\n' "${0##*/}" "$1" >&2
  exit "${2:-1}"
}

as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "this needs root, and there is no sudo: $*" 5
  fi
}

# A zombie has ended, also where the first process of a container leaves it lying.
is_running() {
  [[ $(sed 's/.*) \(.\).*/\1/' "/proc/$1/stat" 2>/dev/null) == [^Z] ]]
}

is_installed() {
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

install_packages() {
  local package missing=()
  for package; do
    is_installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  say "Installing packages: ${missing[*]}"
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}"
}

readonly USUAL_ENGINE=unix:///var/run/docker.sock

# The engine's address, as the tools find it: a Docker context may name it.
engine_host() {
  local host=
  [[ ${DOCKER_HOST:-} || ! $(type -P docker) ]] ||
    host=$(docker context inspect --format '{{.Endpoints.docker.Host}}')
  echo "${host:-${DOCKER_HOST:-$USUAL_ENGINE}}"
}

engine_answers() {
  local host
  # Knows of TLS and ssh.
  if [[ $(type -P docker) ]]; then
    timeout --foreground 30 docker version >/dev/null 2>&1
    return
  fi
  host=$(engine_host)
  case $host in
    unix://*) curl -fs -m 5 --unix-socket "${host#unix://}" http://localhost/_ping ;;
    tcp://*) curl -fs -m 5 "http://${host#tcp://}/_ping" ;;
    *) return 1 ;;
  esac >/dev/null
}

# Fails when root's engine is there, but not for us.
check_permission() {
  local socket
  socket=$(engine_host)
  socket=${socket#unix://}
  if [[ -S $socket && ! -w $socket ]]; then
    die "no permission on $socket: run this as root, or join its group:
  sudo adduser $(id -un) $(stat -c %G "$socket")   # and log in again" 5
  fi
}

wait_for_engine() {
  local deadline=$((SECONDS + ENGINE_DEADLINE))
  until engine_answers; do
    check_permission
    ((SECONDS < deadline)) || return 1
    [[ -z $engine_pid ]] || is_running "$engine_pid" || return 1
    sleep 0.2
  done
}

# An engine that was killed leaves files that name its processes, and the next one
# takes whoever has that number by then, or has not been waited for, for a living
# engine.
remove_stale_pid_files() {
  # shellcheck disable=SC2016
  as_root sh -c 'for file; do
      [ -e "$file" ] || continue
      case $(readlink "/proc/$(cat "$file")/exe") in
        */dockerd | */containerd) ;;
        *) rm -f "$file" ;;
      esac
    done' sh /var/run/docker.pid /var/run/docker/containerd/containerd.pid
}

start_engine() {
  if [[ -d /run/systemd/system ]]; then
    say "Starting the Docker Engine: systemctl start docker"
    as_root systemctl start docker
    wait_for_engine || die "no engine at $(engine_host): journalctl -u docker" 5
    return
  fi
  remove_stale_pid_files
  engine_log=$(mktemp "${TMPDIR:-/tmp}/minidcos-dockerd.XXXXXX.log")
  say "Starting the Docker Engine: dockerd, log in $engine_log"
  # In a session of its own, so that a Ctrl-C does not reach it; the shell that
  # starts it tells its process id. Its socket is for the group of this user, who
  # opens the log: root may not, in /tmp (fs.protected_regular).
  # shellcheck disable=SC2016
  engine_pid=$(as_root setsid sh -c 'dockerd --group "$1" >&2 </dev/null & echo $!' \
    sh "$(id -gn)" 2>"$engine_log")
  if ! wait_for_engine; then
    tail -n 20 "$engine_log" >&2
    stop_engine
    die "the Docker Engine did not come up; the end of its log is above" 5
  fi
}

# Ends the engine that start_engine has started as a process of its own.
stop_engine() {
  [[ $engine_pid ]] || return 0
  say "Stopping the Docker Engine that was started"
  # The shell's kill: procps need not be there.
  # shellcheck disable=SC2016
  as_root sh -c 'kill "$1"' sh "$engine_pid" 2>/dev/null || true
  local deadline=$((SECONDS + ENGINE_DEADLINE))
  while is_running "$engine_pid" && ((SECONDS < deadline)); do
    sleep 0.2
  done
  rm -f "$engine_log"
  engine_pid=
}

ensure_engine() {
  engine_answers && return
  local host
  host=$(engine_host)
  [[ $host == "$USUAL_ENGINE" ]] || die "no engine answers at $host" 5
  check_permission
  # Not on the path of an ordinary user.
  [[ $(PATH=$PATH:/usr/sbin type -P dockerd) ]] || install_packages docker.io
  # The package may have started it.
  engine_answers || start_engine
}

# A node takes up to 4 instances: the kernel's 128 are enough for 32 nodes.
ensure_inotify_limit() {
  local limit
  limit=$(cat "$INOTIFY_INSTANCES")
  ((limit < INOTIFY_INSTANCES_NEEDED)) || return 0
  say "Raising fs.inotify.max_user_instances from $limit to" \
    "$INOTIFY_INSTANCES_NEEDED, until the next boot"
  # shellcheck disable=SC2016
  as_root sh -c 'echo "$1" >"$2"' sh "$INOTIFY_INSTANCES_NEEDED" \
    "$INOTIFY_INSTANCES" ||
    say "It cannot be raised here: more than 32 nodes will not come up"
}

# An ordinary user's mmdebstrap is root in a user namespace, with subordinate ids
# of the user's. adduser gives them; useradd does not give them to all.
ensure_subordinate_ids() {
  local user first
  user=$(id -un)
  [[ $(id -u) != 0 ]] || return 0
  [[ -z $(getsubids "$user" 2>/dev/null) || -z $(getsubids -g "$user" 2>/dev/null) ]] ||
    return 0
  # Behind those of all others, whoever has them.
  first=$(cat /etc/subuid /etc/subgid 2>/dev/null |
    awk -F: -v last=100000 '$2 + $3 > last { last = $2 + $3 } END { print last }')
  say "Giving $user the subordinate ids $first to $((first + 65535))"
  as_root usermod --add-subuids "$first-$((first + 65535))" \
    --add-subgids "$first-$((first + 65535))" "$user"
}

set_up_machine() {
  [[ -e /etc/debian_version ]] ||
    die "this needs Debian: its packages are installed with apt" 5
  install_packages "${PACKAGES[@]}"
  ensure_subordinate_ids
  ensure_engine
  ensure_inotify_limit
}

# Bazel that tells how far it is, on a terminal in place.
bazel_command() {
  local command=$1
  shift
  bazel "$command" --show_progress --show_progress_rate_limit=5 "$@"
}
