#include "common/dcos/install/copies.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(ParseCopies, PartsAtTheLastColon) {
  const ScopedFolder folder = *ScopedFolder::Make(testing::TempDir(), "copy");
  const std::string source = folder.path() + "/a:b";
  ASSERT_THAT(WriteFile(source, "", 0600), IsOk());
  const auto copies = ParseCopies({source + ":/c/d"});
  ASSERT_THAT(copies, IsOk());
  ASSERT_EQ(copies->size(), 1);
  EXPECT_EQ(copies->front().source, source);
  EXPECT_EQ(copies->front().destination, "/c/d");
}

TEST(ParseCopies, NeedsBoth) {
  EXPECT_THAT(ParseCopies({"/etc/hosts"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("'/etc/hosts' is no SRC:DST")));
}

TEST(ParseCopies, NeedsAnAbsoluteDestination) {
  EXPECT_THAT(ParseCopies({"/etc/hosts:hosts"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("'hosts' is not an absolute path")));
}

TEST(ParseCopies, NeedsASource) {
  EXPECT_THAT(
      ParseCopies({"/nonexistent:/x"}),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("'/nonexistent'")));
}

}  // namespace
}  // namespace minidcos
