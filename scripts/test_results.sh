#!/bin/sh
# test_results.sh EVENTS
# Prints a line for every target that a `bazel test` run tested: its label, its
# status and the path of its test.xml, beside which its test.log lies.
#
# EVENTS is what --build_event_json_file wrote: it names the targets of this run,
# and of no other.
set -eu
sed -n '/"testResult":{"testActionOutput"/{
  s/^{"id":{"testResult":{"label":"\([^"]*\)".*"name":"test.xml","uri":"file:\/\/\([^"]*\)".*"status":"\([A-Z_]*\)".*/\1 \3 \2/p
}' "$1"
