// Matchers for absl::Status and absl::StatusOr, which Debian 12's Abseil lacks.
//
//   EXPECT_THAT(DoIt(), IsOk());
//   EXPECT_THAT(Find("x"), StatusIs(absl::StatusCode::kNotFound));
//   EXPECT_THAT(Find("x"), StatusIs(absl::StatusCode::kNotFound,
//                                   HasSubstr("'x'")));
//   EXPECT_THAT(Count(), IsOkAndHolds(Gt(2)));
//
// A failure prints the whole status.

#ifndef MINIDCOS_TESTING_STATUS_MATCHERS_H_
#define MINIDCOS_TESTING_STATUS_MATCHERS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"

namespace minidcos {
namespace internal {

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}

template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

}  // namespace internal

// Matches an OK Status or StatusOr.
MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  *result_listener << "which is " << internal::StatusOf(arg);
  return arg.ok();
}

// Matches a Status or StatusOr of the code `code`.
MATCHER_P(StatusIs, code,
          (negation ? "has not the code " : "has the code ") +
              absl::StatusCodeToString(code)) {
  *result_listener << "which is " << internal::StatusOf(arg);
  return internal::StatusOf(arg).code() == code;
}

// The same, whose message matches `message`.
MATCHER_P2(StatusIs, code, message,
           (negation ? "has not the code " : "has the code ") +
               absl::StatusCodeToString(code) + " and such a message") {
  const absl::Status& status = internal::StatusOf(arg);
  *result_listener << "which is " << status << ", ";
  return status.code() == code &&
         ::testing::ExplainMatchResult(message, std::string(status.message()),
                                       result_listener);
}

// Matches an OK StatusOr whose value matches `value`.
MATCHER_P(IsOkAndHolds, value,
          negation ? "is not OK or holds another value"
                   : "is OK and holds such a value") {
  if (!arg.ok()) {
    *result_listener << "which is " << arg.status();
    return false;
  }
  *result_listener << "which holds " << ::testing::PrintToString(*arg) << " ";
  return ::testing::ExplainMatchResult(value, *arg, result_listener);
}

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_STATUS_MATCHERS_H_
