#!/bin/bash
# Builds the nodes' image on the one of minidcos, and prints the flag that uses it.
# The engine keeps it: the next time takes a second.
set -euo pipefail
image=minidcos-examples/zookeeper
node=$(minidcos build-image)
# What Bazel puts beside this are links.
tar -ch -C "$(dirname "$0")" . |
  docker build --quiet --build-arg "NODE=$node" --tag "$image" - >&2
echo "--image=$image"
