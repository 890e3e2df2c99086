#!/bin/bash
# Shows the failures of a run of five targets: what Bazel 4.2.3 wrote, cut down.
set -euo pipefail
cd "$TEST_TMPDIR"

# result LABEL STATUS LOG-LINE...
result() {
  local label=$1 status=$2 folder=$TEST_TMPDIR/${1##*:}
  shift 2
  mkdir "$folder"
  printf '%s\n' "$@" >"$folder/test.log"
  echo '{"id":{"testResult":{"label":"'"$label"'","run":1,"shard":1,"attempt":1}},"testResult":{"testActionOutput":[{"name":"test.log","uri":"file://'"$folder"'/test.log"},{"name":"test.xml","uri":"file://'"$folder"'/test.xml"}],"testAttemptDurationMillis":"99","status":"'"$status"'","executionInfo":{}}}' >>events
}

result //a:passed PASSED '[ RUN      ] A.One' '[       OK ] A.One (1 ms)'
result //a:failed FAILED \
  '[ RUN      ] A.One' 'quiet' '[       OK ] A.One (1 ms)' \
  '[ RUN      ] A.Two' 'a.cc:1: Failure' '[  FAILED  ] A.Two (1 ms)' \
  '[ RUN      ] A.Three' '[       OK ] A.Three (1 ms)' \
  '[  FAILED  ] 1 test, listed below:' '[  FAILED  ] A.Two'
result //a:late TIMEOUT \
  '[ RUN      ] A.One' '[       OK ] A.One (1 ms)' '[ RUN      ] A.Two' 'waits'
result //b:script FAILED $(seq 100)
result //b:crashed FAILED '[ RUN      ] A.One' 'Segmentation fault'

expected="//a:failed: FAILED
  [ RUN      ] A.Two
  a.cc:1: Failure
  [  FAILED  ] A.Two (1 ms)
//a:late: TIMEOUT
  [ RUN      ] A.Two
  waits
//b:script: FAILED
$(seq 41 100 | sed 's/^/  /')
//b:crashed: FAILED
  [ RUN      ] A.One
  Segmentation fault"
shown=$("$TEST_SRCDIR/$TEST_WORKSPACE/scripts/show_failures.sh" events)
[[ $shown == "$expected" ]] || {
  diff <(echo "$expected") <(echo "$shown") || true
  exit 1
}
