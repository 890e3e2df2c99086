#include "common/dcos/installer/checksum.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/sha256.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(ParseChecksum, TakesTheDigits) {
  const std::string digits(32, 'a');
  EXPECT_THAT(
      ParseChecksum(absl::StrCat("sha256:", digits, std::string(32, '0'))),
      IsOkAndHolds(absl::StrCat(digits, std::string(32, '0'))));
  EXPECT_THAT(ParseChecksum(absl::StrCat("sha256:", std::string(64, 'F'))),
              IsOkAndHolds(std::string(64, 'f')));
  EXPECT_THAT(ParseChecksum(""), IsOkAndHolds(""));
}

TEST(ParseChecksum, RefusesAllElse) {
  const std::string digits(64, 'a');
  const std::string bad_ones[] = {digits,
                                  "md5:" + digits,
                                  "sha256:",
                                  "sha256:" + digits + "a",
                                  "sha256:ab",
                                  "SHA256:" + digits,
                                  "sha256:g" + digits.substr(1)};
  for (const std::string& bad : bad_ones) {
    EXPECT_THAT(ParseChecksum(bad),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("expected sha256: and 64 hexadecimal")))
        << bad;
  }
}

TEST(CheckChecksum, ComparesTheFile) {
  const std::string path = testing::TempDir() + "/checked";
  ASSERT_THAT(WriteFile(path, "content", 0600), IsOk());
  const auto step = NoProgress().Begin("Checking");
  EXPECT_THAT(CheckChecksum(Context(), path, "f", HexSha256("content"), *step),
              IsOk());
  EXPECT_THAT(
      CheckChecksum(Context(), path, "f", HexSha256("other"), *step),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               absl::StrCat("the installer 'f' has the checksum sha256:",
                            HexSha256("content"),
                            ", not sha256:", HexSha256("other"))));
}

}  // namespace
}  // namespace minidcos
