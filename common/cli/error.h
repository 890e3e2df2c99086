// How an error looks on stderr.

#ifndef MINIDCOS_COMMON_CLI_ERROR_H_
#define MINIDCOS_COMMON_CLI_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// "<name>: error: <message>", the tail of a failed command's output (GetOutput)
// indented below it, and after wrong usage where to look it up. Control
// characters masked, for none of it need be ours.
std::string ErrorText(absl::string_view name, const absl::Status& status);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_ERROR_H_
