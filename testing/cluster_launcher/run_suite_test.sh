#!/bin/bash
# A suite of programs that pass, fail, write reports and are interrupted.
set -euo pipefail
here=$PWD/testing/cluster_launcher
cd "$TEST_TMPDIR"
export XML_OUTPUT_FILE=$PWD/report.xml TEST_UNDECLARED_OUTPUTS_DIR=$PWD/outputs
mkdir outputs

fail() {
  echo "$*"
  [[ ! -e log ]] || cat log
  [[ ! -e report.xml ]] || cat report.xml
  exit 1
}

# program NAME: its text is standard input.
# shellcheck disable=SC2016
program() {
  { echo '#!/bin/bash' && cat; } >"$1"
  chmod +x "$1"
}

# run_suite NAME... [-- ARGUMENT...]; its exit code in $status, its output in log.
run_suite() {
  local words=()
  while (($#)) && [[ $1 != -- ]]; do
    words+=("//suite:$1" "$1")
    shift
  done
  status=0
  rm -f report.xml
  "$here/run_suite.sh" "${words[@]}" -- "${@:2}" >log 2>&1 || status=$?
}

# Whether a file has that, whatever seconds it tells.
has() { sed 's/([0-9]* s)/(N s)/' "$1" | grep -qF -- "$2" || fail "$1 does not have: $2"; }

program passes <<<'echo "$TEST_TARGET with $*"; pwd >"$TEST_TMPDIR/here"'
program fails <<<'echo of mine >"$TEST_UNDECLARED_OUTPUTS_DIR/why"; ls "$TEST_TMPDIR"; exit 3'
program google <<'END'
cat >"$XML_OUTPUT_FILE" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="5" failures="2" disabled="0" errors="0" name="AllTests">
  <testsuite name="One" tests="3" failures="2" disabled="0" errors="0">
  </testsuite>
  <testsuite name="Two" tests="2" failures="0" disabled="0" errors="0">
  </testsuite>
</testsuites>
XML
exit 1
END
program pytest <<'END'
printf '%s' '<?xml version="1.0"?><testsuites><testsuite name="pytest" errors="1" failures="0" skipped="0" tests="4" time="0.1"><testcase name="a"/></testsuite></testsuites>' >"$XML_OUTPUT_FILE"
END
program crashes <<<'echo "<testsuites tests=\"9\">" >"$XML_OUTPUT_FILE"; kill -KILL $$'

run_suite passes fails google pytest crashes passes -- a 'b c'
[[ $status == 1 ]] || fail "exit code $status"
has log "//suite:passes with a b c"
has log "PASSED  //suite:passes (N s)"
has log "FAILED  //suite:fails (N s): exited with code 3"
has log "FAILED  //suite:crashes (N s): exited with code 137"
[[ $(grep -c '^PASSED' log) == 3 && $(grep -c '^FAILED' log) == 3 ]] || fail "lines"
# The temporary folder of one is not that of the next.
! grep -q '^here$' log || fail "shared temporary folder"
[[ $(cat outputs/suite_fails/why) == "of mine" ]] || fail "no outputs"
[[ $(ls outputs) == suite_fails ]] || fail "empty folders: $(ls outputs)"
# 1 + 1 + 5 + 4 + 1 + 1 tests, of which google has 2 failures, and pytest, fails and
# crashes an error each.
has report.xml '<testsuites tests="13" failures="2" errors="3">'
has report.xml '<testsuite name="//suite:fails" tests="1" failures="0" errors="1"'
has report.xml '<error message="exited with code 3"></error>'
has report.xml '<testsuite name="Two" tests="2"'
has report.xml '<testcase name="a"/>'
[[ $(grep -c '<testsuites' report.xml) == 1 ]] || fail "not one report"
[[ $(tail -n 1 report.xml) == "</testsuites>" ]] || fail "no end"
if [[ $(type -P python3) ]]; then
  python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' report.xml ||
    fail "not XML"
fi

run_suite passes passes
[[ $status == 0 ]] || fail "exit code $status"

# Two shards have all of three programs, each once.
program shardless <<<'[[ -z ${TEST_TOTAL_SHARDS+x}${GTEST_TOTAL_SHARDS+x} ]]'
for shard in 0 1; do
  TEST_TOTAL_SHARDS=2 TEST_SHARD_INDEX=$shard TEST_SHARD_STATUS_FILE=$PWD/touched \
    GTEST_TOTAL_SHARDS=2 GTEST_SHARD_INDEX=$shard \
    run_suite passes shardless fails
  grep -o '//suite:[a-z]* (' log >"of$shard" || fail "nothing ran"
done
[[ -e touched ]] || fail "Bazel is not told of sharding"
[[ $(sort of0 of1) == $'//suite:fails (\n//suite:passes (\n//suite:shardless (' ]] ||
  fail "shards: $(cat of0) and $(cat of1)"
[[ $(wc -l <of0) == 2 ]] || fail "one shard has all"

# Each is started as if it were alone: it hears the signals that end programs, and
# what one has left running has gone when the next one begins.
program hears <<'END'
for signal in INT QUIT TERM; do
  (trap "exit 9" "$signal"; kill -s "$signal" "$BASHPID"; sleep 0.1; exit 1)
  [[ $? == 9 ]] || { echo "deaf to SIG$signal"; exit 1; }
done
END
program leaves <<<'sleep 600 & echo $! >left_running'
# One that is dead may be there as long as nobody has asked what became of it.
program looks <<'END'
for ((i = 0; i < 100; i++)); do
  read -r _ _ state _ 2>/dev/null <"/proc/$(<left_running)/stat" || exit 0
  [[ $state != Z ]] || exit 0
  sleep 0.1
done
exit 1
END
run_suite hears leaves looks
[[ $status == 0 ]] || fail "exit code $status"

# A signal ends the program that runs, and the others are not begun.
mkfifo begun
program waits <<<'echo >begun; exec sleep 600'
rm -f report.xml
"$here/run_suite.sh" //suite:passes passes //suite:waits waits //suite:never passes -- \
  >log 2>&1 &
suite=$!
read -r <begun
kill -TERM "$suite"
status=0
wait "$suite" || status=$?
[[ $status == 143 ]] || fail "exit code $status after SIGTERM"
has log "PASSED  //suite:passes"
has log "FAILED  //suite:waits"
has log "NOT RUN //suite:never"
has report.xml '<testsuites tests="3" failures="0" errors="2">'
has report.xml 'message="not run: SIGTERM came"'
[[ -z $(ls -d suite.* 2>/dev/null) ]] || fail "left: $(ls -d suite.*)"

# One that does not heed it is killed with all that it has started, and soon.
# shellcheck disable=SC2016
program stays <<<'trap "" TERM; sleep 600 & echo $! >left_running; echo >begun; wait'
"$here/run_suite.sh" //suite:stays stays -- >log 2>&1 &
suite=$!
read -r <begun
kill -TERM "$suite"
status=0
wait "$suite" || status=$?
[[ $status == 143 ]] || fail "exit code $status after SIGTERM"
has log "FAILED  //suite:stays"
"$PWD/looks" || fail "left: process $(<left_running)"
