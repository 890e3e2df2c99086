// One error for what went wrong on several nodes.

#ifndef MINIDCOS_COMMON_DCOS_NODE_ERRORS_H_
#define MINIDCOS_COMMON_DCOS_NODE_ERRORS_H_

#include <vector>

#include "absl/status/status.h"

namespace minidcos {

// OK if all are. Else FirstError() of them, with the messages and the outputs
// (GetOutput) of all that have its code, in their order.
absl::Status JoinErrors(const std::vector<absl::Status>& statuses);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_NODE_ERRORS_H_
