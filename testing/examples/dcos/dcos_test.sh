#!/bin/bash
# DC/OS is ready when the test begins: it answers, its agent runs, and the master
# has what the target sends there.
set -euo pipefail

on() { minidcos exec -c "$MINIDCOS_CLUSTER_ID" --node "$@"; }

curl -fsS "$DCOS_URL/dcos-metadata/dcos-version.json"
[[ $(on agent_0 systemctl is-active dcos-mesos-slave) == active ]]
[[ $(on master_0 cat /etc/motd) == "for the test" ]]
