#include "common/base/hash_file.h"

#include <string>

#include "absl/status/status.h"
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

TEST(HashFile, ReadsAllOfIt) {
  const std::string content(1 << 20, 'x');
  const std::string path = testing::TempDir() + "/hashed";
  ASSERT_THAT(WriteFile(path, content, 0600), IsOk());
  const auto step = NoProgress().Begin("Reading");
  EXPECT_THAT(HashFile(Context(), path, *step),
              IsOkAndHolds(HexSha256(content)));
}

TEST(HashFile, TellsWhatItCannotRead) {
  const auto step = NoProgress().Begin("Reading");
  EXPECT_THAT(
      HashFile(Context(), "/nonexistent/f", *step),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("'/nonexistent/f'")));
  EXPECT_FALSE(HashFile(Context(), testing::TempDir(), *step).ok());
}

TEST(HashFile, EndsWhenInterrupted) {
  Cancellation interrupted;
  interrupted.Cancel();
  const auto step = NoProgress().Begin("Reading");
  EXPECT_THAT(
      HashFile(Context().WithCancellation(interrupted), "/dev/zero", *step),
      StatusIs(absl::StatusCode::kCancelled));
}

}  // namespace
}  // namespace minidcos
