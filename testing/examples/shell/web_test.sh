#!/bin/bash
# Each agent serves a page of its own; the master reads them, by host name and by
# address.
set -euo pipefail

on() { minidcos exec -c "$MINIDCOS_CLUSTER_ID" "$@"; }
page() { on --node master_0 curl -fs --retry 30 --retry-connrefused "http://$1/"; }

on --role agent sh -c 'mkdir /srv/web && hostname >/srv/web/index.html &&
  systemd-run --quiet --unit=web python3 -m http.server --directory /srv/web 80'

[[ $(page agent-0) == agent-0 ]]
[[ $(page agent-1) == agent-1 ]]
pages=$(for address in ${SLAVE_HOSTS//,/ }; do page "$address"; done | sort)
[[ $pages == $'agent-0\nagent-1' ]]
echo "both agents serve their page"
