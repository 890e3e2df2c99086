#!/bin/sh
# count_test_cases.sh EVENTS <TARGETS
# Prints "N passed, N failed", counting the test cases of a `bazel test` run.
#
# EVENTS is what --build_event_json_file wrote. TARGETS are the labels that had to
# run, one a line: one without a test.xml did not build, and counts as one failed case, as
# does one that failed though its test.xml names no failed case.
set -eu
events=$1

# The outermost element carries the sums; further ones would count twice.
cases_of() {
  sed -n '/<testsuite[^>]* tests="/{
    s/.*<testsuite[^>]* tests="\([0-9]*\)".* failures="\([0-9]*\)".* errors="\([0-9]*\)".*/\1 \2 \3/p
    q
  }' "$1"
}

{
  "$(dirname "$0")/test_results.sh" "$events" | while read -r label status xml; do
    echo "ran $label $status $(cases_of "$xml")"
  done
  sed 's/^/wanted /'
} | awk '
  $1 == "ran" {
    bad = $5 + $6
    if ($3 != "PASSED" && bad == 0) bad = 1
    ran[$2] = 1
    failed += bad
    passed += $4 > bad ? $4 - bad : 0
  }
  $1 == "wanted" && !($2 in ran) { failed += 1 }
  END { printf "%d passed, %d failed\n", passed, failed }
'
