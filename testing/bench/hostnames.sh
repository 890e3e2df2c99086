#!/bin/bash
# The test of the benchmark: each of three nodes answers with its name.
set -euo pipefail
names=$(minidcos exec -c "$MINIDCOS_CLUSTER_ID" --all --no-prefix hostname | sort)
[[ $names == $'agent-0\nmaster-0\npublic-agent-0' ]]
