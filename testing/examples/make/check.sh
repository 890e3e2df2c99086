#!/bin/sh
# What the project tests: every agent has what the master gave it.
set -eu
minidcos send-file -c "$MINIDCOS_CLUSTER_ID" --role agent check.sh /tmp/check.sh
minidcos exec -c "$MINIDCOS_CLUSTER_ID" --role agent \
  grep -q 'every agent has' /tmp/check.sh
echo "both agents have the file"
