#!/bin/sh
# show_failures.sh EVENTS
# Prints what the failed test cases of a `bazel test` run said, and nothing of
# those that passed: the end of a run is what is read first, and at times all
# that is kept. EVENTS is what --build_event_json_file wrote.
set -eu

# What each failed case said, or the last words of a log that names none: the
# case that a crash or a time-out ended, or a script's output.
failed_cases() {
  awk -v most=60 '
    function show(  i) {
      for (i = from < lines - most ? lines - most : from; i < lines; ++i)
        print "  " line[i]
      from = lines
    }
    { line[lines++] = $0 }
    /^\[ RUN      \]/ { from = lines - 1; running = 1 }
    /^\[(       OK|  SKIPPED) \]/ { from = lines; running = 0 }
    /^\[  FAILED  \]/ && running { show(); running = 0; shown = 1 }
    END { if (running || !shown) { if (!running) from = 0; show() } }
  ' "$1"
}

"$(dirname "$0")/test_results.sh" "$1" | while read -r label status xml; do
  if [ "$status" = PASSED ]; then continue; fi
  echo "$label: $status"
  failed_cases "${xml%.xml}.log"
done
