#include "common/dcos/installer/checksum.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/hash_file.h"
#include "common/base/progress.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::StatusOr<std::string> ParseChecksum(absl::string_view checksum) {
  constexpr size_t kDigits = 64;
  absl::string_view digits = checksum;
  if (digits.empty()) return "";
  if (!absl::ConsumePrefix(&digits, "sha256:") || digits.size() != kDigits ||
      !std::all_of(digits.begin(), digits.end(), absl::ascii_isxdigit)) {
    return absl::InvalidArgumentError(
        absl::StrCat("bad checksum '", checksum, "': expected sha256: and ",
                     kDigits, " hexadecimal digits"));
  }
  return absl::AsciiStrToLower(digits);
}

absl::Status CheckChecksum(const Context& ctx, const std::string& path,
                           absl::string_view name, absl::string_view sha256,
                           Progress::Step& step) {
  ASSIGN_OR_RETURN(const std::string hash, HashFile(ctx, path, step));
  if (hash == sha256) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the installer '", name, "' has the checksum sha256:", hash,
                   ", not sha256:", sha256));
}

}  // namespace minidcos
