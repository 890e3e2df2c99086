// The last lines of what a failed command printed, for SetOutput().

#ifndef MINIDCOS_COMMON_DCOS_OUTPUT_TAIL_H_
#define MINIDCOS_COMMON_DCOS_OUTPUT_TAIL_H_

#include <string>

#include "absl/strings/string_view.h"

namespace minidcos {

// `text` without terminal escape sequences (colours: the installer's log has
// them even in a pipe) and carriage returns.
std::string StripEscapes(absl::string_view text);

// The last `lines` lines of standard output, then those of standard error,
// stripped, each line with `prefix` before it; empty lines left out.
std::string OutputTail(absl::string_view stdout_text,
                       absl::string_view stderr_text, int lines,
                       absl::string_view prefix = "");

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_OUTPUT_TAIL_H_
