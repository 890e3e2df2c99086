#!/bin/bash
# run_suite.sh (LABEL PROGRAM)... -- [ARGUMENT...]
# Runs PROGRAMs one after another, each as Bazel runs a test, with the ARGUMENTs,
# and goes on after one that fails. Ends with a line for each; exits with 1 if one
# has failed. Programs are named from the folder that this is started in.
set -uo pipefail
shopt -s extglob

labels=() programs=()
while (($#)) && [[ $1 != -- ]]; do
  labels+=("$1")
  programs+=("$PWD/$2")
  shift 2
done
shift

report=${XML_OUTPUT_FILE:-}
outputs=${TEST_UNDECLARED_OUTPUTS_DIR:-}
scratch=$(mktemp -d "${TEST_TMPDIR:-/tmp}/suite.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# Bazel's shards share out the programs; to a program it is as without shards.
shard=${TEST_SHARD_INDEX:-0} shards=${TEST_TOTAL_SHARDS:-0}
((shards)) || shards=1
[[ -z ${TEST_SHARD_STATUS_FILE:-} ]] || touch "$TEST_SHARD_STATUS_FILE"
unset TEST_SHARD_INDEX TEST_TOTAL_SHARDS TEST_SHARD_STATUS_FILE
unset GTEST_SHARD_INDEX GTEST_TOTAL_SHARDS TEST_PREMATURE_EXIT_FILE

# The program that runs, which leads a process group of its own, and the signal that
# is to end all.
child='' stopped_by=''
# shellcheck disable=SC2317
stop() {
  stopped_by=$1
  [[ -z $child ]] || kill -TERM -- "-$child" 2>/dev/null
}
for signal in INT TERM HUP; do
  # shellcheck disable=SC2064
  trap "stop $signal" "$signal"
done

escaped() {
  local text=$1
  text=${text//&/&amp;}
  text=${text//</&lt;}
  printf '%s' "${text//\"/&quot;}"
}

# write_report FILE LABEL SECONDS [WHAT-IS-WRONG]
write_report() {
  local name errors=0 error=
  name=$(escaped "$2")
  if [[ ${4:-} ]]; then
    errors=1
    error="<error message=\"$(escaped "$4")\"></error>"
  fi
  cat >"$1" <<END
<testsuites tests="1" failures="0" errors="$errors">
  <testsuite name="$name" tests="1" failures="0" errors="$errors" time="$3">
    <testcase name="$name" status="run" time="$3">$error</testcase>
  </testsuite>
</testsuites>
END
}

# Waits for the program, once a signal has come at most 2 s longer: whoever sent it
# has less patience with us than with nobody. Returns its exit code.
await() {
  local tries=20
  while kill -0 "$child" 2>/dev/null; do
    if [[ -z $stopped_by ]]; then
      # A signal to this shell ends the waiting, not the program.
      wait "$child" 2>/dev/null
    elif ((tries-- > 0)); then
      sleep 0.1
    else
      kill -KILL -- "-$child" 2>/dev/null
    fi
  done
  wait "$child" 2>/dev/null
}

# Runs program number N with the further arguments; returns its exit code.
run() {
  local n=$1 status
  local name=${labels[n]//[^[:alnum:]._-]/_}
  shift
  mkdir -p "$scratch/tmp$n"
  export TEST_TARGET=${labels[n]} TEST_BINARY=${programs[n]}
  export XML_OUTPUT_FILE=$scratch/$n.xml GUNIT_OUTPUT=xml:$scratch/$n.xml
  export TEST_TMPDIR=$scratch/tmp$n GTEST_TMP_DIR=$scratch/tmp$n
  if [[ $outputs ]]; then
    export TEST_UNDECLARED_OUTPUTS_DIR=$outputs/${name##+(_)}
    mkdir -p "$TEST_UNDECLARED_OUTPUTS_DIR"
  fi
  # In the background, so that a signal is heard while it runs. Only with job control
  # does it hear SIGINT and SIGQUIT itself, and have a group.
  set -m
  "${programs[n]}" "$@" <&0 &
  child=$!
  set +m
  await
  status=$?
  # What it has left running is not the next one's.
  kill -KILL -- "-$child" 2>/dev/null
  child=''
  [[ -z $outputs ]] || rmdir "$TEST_UNDECLARED_OUTPUTS_DIR" 2>/dev/null
  return "$status"
}

failed=0 lines=() reports=()
for n in "${!programs[@]}"; do
  ((n % shards == shard)) || continue
  [[ -z $stopped_by ]] || {
    lines+=("NOT RUN ${labels[n]}")
    write_report "$scratch/$n.xml" "${labels[n]}" 0 "not run: SIG$stopped_by came"
    reports+=("$scratch/$n.xml")
    continue
  }
  echo "==== ${labels[n]}"
  begin=$SECONDS status=0 wrong=
  run "$n" "$@" || status=$?
  seconds=$((SECONDS - begin))
  if ((status == 0)); then
    lines+=("PASSED  ${labels[n]} ($seconds s)")
  else
    failed=1 wrong="exited with code $status"
    [[ -z $stopped_by ]] || wrong="SIG$stopped_by came"
    lines+=("FAILED  ${labels[n]} ($seconds s): $wrong")
  fi
  # Some write a report of their own; one that is cut off is none.
  tail -n 3 "$scratch/$n.xml" 2>/dev/null | grep -q '</testsuites\?>' ||
    write_report "$scratch/$n.xml" "${labels[n]}" "$seconds" "$wrong"
  reports+=("$scratch/$n.xml")
done

echo "===="
printf '%s\n' ${lines[@]+"${lines[@]}"}
[[ -z $report ]] || awk -f "$(dirname "${BASH_SOURCE[0]}")/merge_xml.awk" \
  ${reports[@]+"${reports[@]}"} >"$report"
if [[ $stopped_by ]]; then
  rm -rf "$scratch"
  trap - EXIT "$stopped_by"
  kill -s "$stopped_by" $$
fi
exit "$failed"
