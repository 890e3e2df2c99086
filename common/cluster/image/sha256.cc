#include "common/cluster/image/sha256.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/sha256.h"

namespace minidcos {

std::string Sha256Hex(absl::Span<const absl::string_view> fields) {
  std::string message;
  for (const absl::string_view field : fields) {
    absl::StrAppend(&message, field.size(), ":", field);
  }
  return HexSha256(message);
}

}  // namespace minidcos
