# awk -f merge_xml.awk FILE...
# Writes one JUnit report of several: their test suites, and the sums of the counts
# that their outermost elements tell.

function attribute(tag, name) {
  return match(tag, "[ \t\n]" name "=\"[0-9]+\"") ? \
    substr(tag, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
}

function add(tag) {
  tests += attribute(tag, "tests")
  failures += attribute(tag, "failures")
  errors += attribute(tag, "errors")
}

# What counts when the outermost element tells no sums: that of each test suite.
function add_suites(report,  after) {
  while (match(report, /<testsuite[ \t\n][^>]*>/)) {
    after = RSTART + RLENGTH
    add(substr(report, RSTART, RLENGTH))
    report = substr(report, after)
  }
}

function take(report,  outermost) {
  outermost = ""
  if (match(report, /<testsuites[^>]*>/)) {
    outermost = substr(report, RSTART, RLENGTH)
    report = substr(report, RSTART + RLENGTH)
    sub(/<\/testsuites>[ \t\n]*$/, "", report)
  } else if (match(report, /<testsuite[ \t\n]/)) {
    report = substr(report, RSTART)
  }
  if (outermost ~ /[ \t\n]tests="/) {
    add(outermost)
  } else {
    add_suites(report)
  }
  sub(/^[ \t\n]*\n/, "", report)
  suites = suites report
}

FNR == 1 && NR > 1 { take(text); text = "" }
{ text = text $0 "\n" }
END {
  if (NR) take(text)
  print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
  printf "<testsuites tests=\"%d\" failures=\"%d\" errors=\"%d\">\n", \
    tests, failures, errors
  printf "%s", suites
  print "</testsuites>"
}
