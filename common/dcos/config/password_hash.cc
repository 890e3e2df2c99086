#include "common/dcos/config/password_hash.h"

#include <crypt.h>

#include <cerrno>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"

namespace minidcos {
namespace {

constexpr unsigned long kRounds = 656000;

}  // namespace

absl::StatusOr<std::string> HashPassword(absl::string_view password) {
  if (absl::StrContains(password, '\0')) {
    return absl::InvalidArgumentError("a password cannot hold a zero byte");
  }
  if (password.size() >= CRYPT_MAX_PASSPHRASE_SIZE) {
    return absl::InvalidArgumentError(absl::StrCat("a password cannot have ",
                                                   CRYPT_MAX_PASSPHRASE_SIZE,
                                                   " bytes or more"));
  }
  char setting[CRYPT_GENSALT_OUTPUT_SIZE];
  if (crypt_gensalt_rn("$6$", kRounds, nullptr, 0, setting, sizeof(setting)) ==
      nullptr) {
    return ErrnoStatus(errno, "making a salt");
  }
  // Some 32 KiB.
  const auto work = std::make_unique<crypt_data>();
  const char* const hash =
      crypt_r(std::string(password).c_str(), setting, work.get());
  // A failure is told by a text that is no hash.
  if (hash == nullptr || *hash == '*') {
    return ErrnoStatus(errno, "hashing a password");
  }
  return std::string(hash);
}

}  // namespace minidcos
