# sh -c "$this" private_engine.sh FOLDER [TLS_FOLDER]
#
# With TLS_FOLDER, dockerd also serves the TCP socket that is descriptor 3, by
# TLS, with the files there (certificates.h): by systemd's protocol, for the
# socket is of another network namespace.
#
# Runs a dockerd of its own, all of it below FOLDER, until stdin ends; then
# nothing is left of it. Takes a word a line: start, kill, freeze, thaw, check;
# answers each with "ok", check with "dead" if dockerd has ended.
#
# A network namespace keeps its bridge and its iptables to itself, a mount
# namespace its mounts, and with the first process of a PID namespace goes all
# that was started in it: dockerd, containerd, shims and containers.
set -u
folder=$1
tls=${2:-}
PATH=$PATH:/usr/sbin:/sbin

# Removes what is left of the engine in folder $1 when its processes have ended.
remove() {
  for group in "/sys/fs/cgroup/${1##*/}" /sys/fs/cgroup/*/"${1##*/}"; do
    [ -d "$group" ] && find "$group" -depth -type d -exec rmdir {} +
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

unshare --net --mount --pid --fork --mount-proc sh -c '
  folder=$1
  tls=$2
  run() {
    [ -n "$tls" ] || exec dockerd "$@"
    LISTEN_FDS=1 exec sh -c "LISTEN_PID=\$\$ exec dockerd \"\$@\"" sh "$@" \
      --host fd:// --tlsverify --tlscacert "$tls/ca.pem" \
      --tlscert "$tls/server-cert.pem" --tlskey "$tls/server-key.pem"
  }
  start() {
    run --config-file "$folder/daemon.json" --host "unix://$folder/socket" \
      --data-root "$folder/data" --exec-root "$folder/exec" \
      --pidfile "$folder/pid" --cgroup-parent "/${folder##*/}" \
      >>"$folder/log" 2>&1 </dev/null &
    dockerd=$!
  }
  ip link set lo up
  while read -r word; do
    case $word in
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
' sh "$folder" "$tls"

remove "$folder"
