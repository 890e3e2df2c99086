#include "common/dcos/install/copies.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/cluster/operation.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::StatusOr<std::vector<Copy>> ParseCopies(
    const std::vector<std::string>& words) {
  std::vector<Copy> copies;
  for (const std::string& word : words) {
    const size_t colon = word.rfind(':');
    if (colon == std::string::npos) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", word, "' is no SRC:DST"));
    }
    Copy copy = {word.substr(0, colon), word.substr(colon + 1)};
    if (!absl::StartsWith(copy.destination, "/")) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the destination '", copy.destination, "' is not an absolute path"));
    }
    std::error_code error;
    if (!std::filesystem::exists(copy.source, error)) {
      return absl::NotFoundError(
          absl::StrCat("no such file: '", copy.source, "'"));
    }
    copies.push_back(std::move(copy));
  }
  return copies;
}

absl::Status SendCopies(const Operation& operation,
                        const std::vector<Copy>& copies,
                        const std::vector<Node>& masters) {
  for (const Copy& copy : copies) {
    RETURN_IF_ERROR(SendFile(operation.ctx, masters, copy.source,
                             copy.destination,
                             {.progress = &operation.progress}));
  }
  return absl::OkStatus();
}

}  // namespace minidcos
