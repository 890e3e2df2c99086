#include "common/dcos/config/password_hash.h"

#include <crypt.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

// As a log-in does it.
bool Accepts(const std::string& hash, const char* password) {
  const auto work = std::make_unique<crypt_data>();
  return hash == crypt_r(password, hash.c_str(), work.get());
}

TEST(HashPassword, HasTheFormThatDcosTakes) {
  const auto hash = HashPassword("deleteme");
  ASSERT_THAT(hash, IsOk());
  EXPECT_THAT(
      *hash,
      MatchesRegex(
          "[$]6[$]rounds=656000[$][./0-9A-Za-z]{16}[$][./0-9A-Za-z]{86}"));
}

TEST(HashPassword, IsMatchedByThePasswordAlone) {
  const auto hash = HashPassword("p\xc3\xa4ss $1 'word'");
  ASSERT_THAT(hash, IsOk());
  EXPECT_TRUE(Accepts(*hash, "p\xc3\xa4ss $1 'word'"));
  EXPECT_FALSE(Accepts(*hash, "p\xc3\xa4ss $1 'word"));
}

TEST(HashPassword, HasASaltOfItsOwnEachTime) {
  const auto first = HashPassword("x");
  const auto second = HashPassword("x");
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_NE(*first, *second);
}

TEST(HashPassword, RefusesWhatNoCryptTakes) {
  EXPECT_THAT(HashPassword(absl::string_view("a\0b", 3)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("zero")));
  EXPECT_THAT(HashPassword(std::string(CRYPT_MAX_PASSPHRASE_SIZE - 1, 'x')),
              IsOk());
  EXPECT_THAT(HashPassword(std::string(CRYPT_MAX_PASSPHRASE_SIZE, 'x')),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("512")));
}

}  // namespace
}  // namespace minidcos
