// Matchers for findings, for tests.

#ifndef MINIDCOS_COMMON_DOCTOR_FINDING_MATCHERS_H_
#define MINIDCOS_COMMON_DOCTOR_FINDING_MATCHERS_H_

#include <ostream>
#include <string>

#include "common/doctor/finding.h"
#include "gmock/gmock.h"

namespace minidcos {

inline void PrintTo(const Finding& finding, std::ostream* out) {
  *out << VerdictName(finding.verdict) << ": " << finding.found << " -> "
       << finding.remedy;
}

// Matches a finding of that verdict, which was found to be that.
MATCHER_P2(Finds, verdict, found, "") {
  if (arg.verdict != verdict) return false;
  return ::testing::ExplainMatchResult(found, arg.found, result_listener);
}

// The same, with what is to be done.
MATCHER_P3(Finds, verdict, found, remedy, "") {
  return arg.verdict == verdict &&
         ::testing::ExplainMatchResult(found, arg.found, result_listener) &&
         ::testing::ExplainMatchResult(remedy, arg.remedy, result_listener);
}

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_FINDING_MATCHERS_H_
