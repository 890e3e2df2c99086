#include "common/cli/error.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/cli/text.h"
#include "common/status/annotate.h"

namespace minidcos {

std::string ErrorText(absl::string_view name, const absl::Status& status) {
  const std::string message = MaskControls(status.message());
  std::string text = absl::StrCat(
      name, ": error: ",
      absl::StrReplaceAll(absl::StripTrailingAsciiWhitespace(message),
                          {{"\n", "\n  "}}),
      "\n");
  const std::string output = MaskControls(GetOutput(status));
  const absl::string_view tail = absl::StripTrailingAsciiWhitespace(output);
  if (!tail.empty()) absl::StrAppend(&text, Indent(tail, "  | "), "\n");
  if (absl::IsInvalidArgument(status)) {
    absl::StrAppend(&text, "try '", name, " --help'\n");
  }
  return text;
}

}  // namespace minidcos
