#include "common/dcos/output_tail.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace minidcos {
namespace {

// The length of the escape sequence at the beginning of `text`: ESC [, its
// parameters, one final letter (ECMA-48 5.4); else ESC alone.
size_t EscapeLength(absl::string_view text) {
  if (text.size() < 2 || text[1] != '[') return 1;
  size_t end = 2;
  while (end < text.size() && text[end] >= ' ' && text[end] < '@') ++end;
  return std::min(end + 1, text.size());
}

void AppendTail(absl::string_view text, int lines, absl::string_view prefix,
                std::string& tail) {
  const std::string plain = StripEscapes(text);
  const std::vector<absl::string_view> all =
      absl::StrSplit(plain, '\n', absl::SkipWhitespace());
  const size_t first = all.size() - std::min<size_t>(all.size(), lines);
  for (size_t i = first; i < all.size(); ++i) {
    absl::StrAppend(&tail, prefix, absl::StripTrailingAsciiWhitespace(all[i]),
                    "\n");
  }
}

}  // namespace

std::string StripEscapes(absl::string_view text) {
  std::string plain;
  while (!text.empty()) {
    if (text[0] == '\x1b') {
      text.remove_prefix(EscapeLength(text));
      continue;
    }
    if (text[0] != '\r') plain += text[0];
    text.remove_prefix(1);
  }
  return plain;
}

std::string OutputTail(absl::string_view stdout_text,
                       absl::string_view stderr_text, int lines,
                       absl::string_view prefix) {
  std::string tail;
  AppendTail(stdout_text, lines, prefix, tail);
  AppendTail(stderr_text, lines, prefix, tail);
  return tail;
}

}  // namespace minidcos
