// The two macros that Abseil's status library leaves to its users.
//
//   absl::StatusOr<int> Sum() {
//     RETURN_IF_ERROR(Check());
//     ASSIGN_OR_RETURN(const int a, First());
//     ASSIGN_OR_RETURN(const int b, Second());
//     return a + b;
//   }

#ifndef MINIDCOS_COMMON_STATUS_STATUS_MACROS_H_
#define MINIDCOS_COMMON_STATUS_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Evaluates an absl::Status expression and returns it unless it is OK.
#define RETURN_IF_ERROR(expression)                                           \
  do {                                                                        \
    if (absl::Status minidcos_status = (expression); !minidcos_status.ok()) { \
      return minidcos_status;                                                 \
    }                                                                         \
  } while (false)

// Evaluates an absl::StatusOr expression; assigns its value to `target`, which
// may be a declaration, or returns its status.
#define ASSIGN_OR_RETURN(target, expression)                         \
  MINIDCOS_ASSIGN_OR_RETURN_IMPL(                                    \
      MINIDCOS_STATUS_CONCAT(minidcos_status_or_, __LINE__), target, \
      expression)

#define MINIDCOS_ASSIGN_OR_RETURN_IMPL(result, target, expression) \
  auto result = (expression);                                      \
  if (!result.ok()) return std::move(result).status();             \
  target = *std::move(result)

#define MINIDCOS_STATUS_CONCAT(a, b) MINIDCOS_STATUS_CONCAT_IMPL(a, b)
#define MINIDCOS_STATUS_CONCAT_IMPL(a, b) a##b

#endif  // MINIDCOS_COMMON_STATUS_STATUS_MACROS_H_
