// Whether somebody can be reached by TCP, and who it is.

#ifndef MINIDCOS_COMMON_DOCTOR_READ_GREETING_H_
#define MINIDCOS_COMMON_DOCTOR_READ_GREETING_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"

namespace minidcos {

// Connects to the IPv4 address `address` and returns all that is said there,
// some kilobytes at most. kUnavailable, with the bare cause, if nobody is
// reached.
absl::StatusOr<std::string> ReadGreeting(const Context& ctx,
                                         const std::string& address, int port);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_READ_GREETING_H_
