# sh -c "$this" private_engine.sh FOLDER
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
  start() {
    dockerd --config-file "$folder/daemon.json" --host "unix://$folder/socket" \
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
' sh "$folder"

remove "$folder"
