#include "common/base/utf8.h"

#include "absl/strings/string_view.h"
#include "re2/re2.h"

namespace minidcos {

bool IsUtf8(absl::string_view bytes) {
  // A dot is one valid character of UTF-8.
  static const RE2& text = *new RE2("(?s).*");
  return RE2::FullMatch(re2::StringPiece(bytes.data(), bytes.size()), text);
}

}  // namespace minidcos
