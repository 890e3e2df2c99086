#!/bin/bash
# Counts a run of seven targets: what Bazel 4.2.3 wrote, cut down.
set -euo pipefail
cd "$TEST_TMPDIR"
count=$TEST_SRCDIR/$TEST_WORKSPACE/scripts/count_test_cases.sh

# result LABEL STATUS XML-LINE...
result() {
  local label=$1 status=$2 xml=$TEST_TMPDIR/${1##*:}.xml
  shift 2
  printf '%s\n' '<?xml version="1.0" encoding="UTF-8"?>' "$@" >"$xml"
  echo '{"id":{"testResult":{"label":"'"$label"'","run":1,"shard":1,"attempt":1}},"testResult":{"testActionOutput":[{"name":"test.log","uri":"file:///test.log"},{"name":"test.xml","uri":"file://'"$xml"'"}],"testAttemptDurationMillis":"99","status":"'"$status"'","executionInfo":{}}}' >>events
}

expect() {
  local counted
  counted=$("$count" events)
  [[ $counted == "$1" ]] || {
    echo "counted '$counted', expected '$1'"
    exit 1
  }
}

: >events
expect "0 passed, 0 failed" </dev/null

result //a:passed PASSED \
  '<testsuites tests="5" failures="0" disabled="0" errors="0" name="AllTests">' \
  '  <testsuite name="One" tests="5" failures="0" disabled="0" errors="0">'
expect "5 passed, 0 failed" <<<//a:passed

result //a:failed FAILED \
  '<testsuites tests="5" failures="2" disabled="0" errors="0" name="AllTests">' \
  '  <testsuite name="One" tests="5" failures="2" disabled="0" errors="0">'
expect "8 passed, 2 failed" <<<$'//a:passed\n//a:failed'

# What Bazel writes for a shell test and for one that crashed.
result //:script PASSED '<testsuites>' \
  '  <testsuite name="script" tests="1" failures="0" errors="0">'
result //:crashed FAILED '<testsuites>' \
  '  <testsuite name="crashed" tests="1" failures="0" errors="1">'
result //:late TIMEOUT '<testsuites>' \
  '  <testsuite name="late" tests="1" failures="0" errors="1">'
expect "9 passed, 4 failed" </dev/null

# Every case passed, and then the program failed.
result //b:at_exit FAILED \
  '<testsuites tests="3" failures="0" disabled="0" errors="0" name="AllTests">'
expect "11 passed, 5 failed" </dev/null

# One that did not build.
expect "11 passed, 6 failed" <<<$'//a:passed\n//b:broken'
