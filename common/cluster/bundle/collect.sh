# What a bundle holds of a node, by its own programs:
#
#   sh -c THIS sh ITEM
#
# Exit code 100: the node has no such thing. A program that is missing or fails is
# part of the answer.
exec 2>&1

heading() {
  printf '\n== %s\n' "$*"
}

try() {
  heading "$@"
  "$@"
}

get() {
  heading "$@"
  curl --silent --show-error --max-time 10 --write-out '\n(%{http_code})\n' "$@"
}

need() {
  [ -e "$1" ] || exit 100
}

case $1 in
  journal)
    # --merge: whatever the machine id was.
    exec journalctl --quiet --no-pager --merge --utc --output=short-iso-precise
    ;;
  system)
    try uname -a
    try uptime
    try cat /etc/os-release
    try free -m
    try df -h
    try df -i
    try cat /proc/self/mounts
    try cat /proc/1/cgroup
    try sysctl fs.inotify fs.file-nr kernel.pid_max
    ;;
  units)
    try systemctl is-system-running
    try systemctl list-units --all --full --plain --no-pager
    try systemctl list-jobs --full --no-pager
    ;;
  failed-units)
    try systemctl list-units --failed --full --plain --no-pager
    for unit in $(systemctl list-units --failed --plain --no-legend | cut -d' ' -f1); do
      try systemctl status --full --no-pager --lines=100 -- "$unit"
    done
    ;;
  processes)
    exec ps -e -o pid,ppid,user,stat,start,time,rss,args -ww --forest
    ;;
  network)
    try ip address
    try ip route
    try ss --listening --numeric --tcp --udp --processes
    try cat /etc/hosts
    try cat /etc/resolv.conf
    ;;
  docker)
    # Asked, it would start on demand.
    pgrep -x dockerd >/dev/null || exit 100
    try docker version
    try docker info
    try docker ps --all --no-trunc
    try docker images
    for container in $(docker ps --all --quiet); do
      try docker inspect "$container"
    done
    ;;
  dcos-checks)
    need /opt/mesosphere/bin
    . /opt/mesosphere/environment.export
    cd /opt/mesosphere/bin || exit
    if [ -x dcos-check-runner ]; then
      try ./dcos-check-runner check node-poststart
      try ./dcos-check-runner check cluster
    elif [ -x dcos-diagnostics ]; then
      try ./dcos-diagnostics check node-poststart
    elif [ -x 3dt ]; then
      try ./3dt --diag
    fi
    ;;
  dcos-health)
    need /opt/mesosphere/bin
    ip=$(/opt/mesosphere/bin/detect_ip)
    if [ -e /etc/mesosphere/roles/master ]; then
      get http://127.0.0.1:1050/system/health/v1
      get http://127.0.0.1:1050/system/health/v1/units
      get http://127.0.0.1:1050/system/health/v1/nodes
      get http://127.0.0.1:8181/exhibitor/v1/cluster/status
      get "http://$ip:8080/v2/info"
      get "http://$ip:9000/v1/metrics"
      get "http://$ip:5050/master/slaves"
      get "http://$ip:5050/metrics/snapshot"
    else
      get --unix-socket /run/dcos/dcos-diagnostics.sock http://localhost/system/health/v1
      get "http://$ip:5051/metrics/snapshot"
    fi
    ;;
  dcos-mesos-state)
    need /opt/mesosphere/bin
    ip=$(/opt/mesosphere/bin/detect_ip)
    if [ -e /etc/mesosphere/roles/master ]; then
      get "http://$ip:5050/state"
    else
      get "http://$ip:5051/state"
    fi
    ;;
  files)
    # A tar of text files. What is not there, or goes meanwhile, is left out.
    cd / || exit
    set -- opt/mesosphere/etc opt/mesosphere/environment opt/mesosphere/active.buildinfo.full.json \
      etc/mesosphere var/lib/dcos/cluster-id var/lib/dcos/mesos-slave-common \
      var/lib/dcos/mesos-resources etc/docker/daemon.json etc/systemd/journald.conf.d var/log
    for path; do
      shift
      [ -e "$path" ] && set -- "$@" "$path"
    done
    exec tar --create --dereference --ignore-failed-read --exclude=var/log/journal \
      --exclude=var/log/README --exclude='*/[bw]tmp' --exclude='*/lastlog' --exclude='*/faillog' \
      -- "$@" 2>/dev/null
    ;;
esac
exit 0
