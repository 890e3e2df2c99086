#include "common/vpn/profile_path.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(FindProfilePath, IsThePathAsGiven) {
  for (const char* path : {"a.ovpn", "./a/b.ovpn", "/x/~/a.b.ovpn"}) {
    EXPECT_THAT(FindProfilePath(path, "/home/me"), IsOkAndHolds(path));
  }
}

TEST(FindProfilePath, KnowsTheUsersHome) {
  EXPECT_THAT(FindProfilePath("~/Documents/docker-for-mac.ovpn", "/home/me"),
              IsOkAndHolds("/home/me/Documents/docker-for-mac.ovpn"));
  EXPECT_THAT(FindProfilePath("~/a.ovpn", ""),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("$HOME")));
}

TEST(FindProfilePath, NamesAFileInAFolder) {
  const std::string folder = testing::TempDir() + "folder.ovpn";
  ASSERT_THAT(RemoveTree(folder), IsOk());
  ASSERT_THAT(MakeFolder(folder, 0700), IsOk());
  EXPECT_THAT(FindProfilePath(folder, ""),
              IsOkAndHolds(absl::StrCat(folder, "/docker-for-mac.ovpn")));
  EXPECT_THAT(FindProfilePath("~", folder),
              IsOkAndHolds(absl::StrCat(folder, "/docker-for-mac.ovpn")));
}

TEST(FindProfilePath, RefusesAnotherSuffix) {
  for (const std::string path : {"", "a", "a.conf", ".ovpn", "a.ovpn.txt",
                                 "a.OVPN", "/no/such/folder", "~me/a"}) {
    EXPECT_THAT(FindProfilePath(path, "/home/me"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr(absl::StrCat("'", path, "'")),
                               HasSubstr("'.ovpn'"))));
  }
}

}  // namespace
}  // namespace minidcos
