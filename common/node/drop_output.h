// For output that nobody wants.

#ifndef MINIDCOS_COMMON_NODE_DROP_OUTPUT_H_
#define MINIDCOS_COMMON_NODE_DROP_OUTPUT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// An OutputSink (command.h) that takes all and keeps nothing.
inline absl::Status DropOutput(absl::string_view) { return absl::OkStatus(); }

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_DROP_OUTPUT_H_
