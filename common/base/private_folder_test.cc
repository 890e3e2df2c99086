#include "common/base/private_folder.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

class PrivateFolderTest : public testing::Test {
 protected:
  PrivateFolderTest() { setenv("XDG_RUNTIME_DIR", runtime_.path().c_str(), 1); }
  ~PrivateFolderTest() override { unsetenv("XDG_RUNTIME_DIR"); }

  const ScopedFolder runtime_ = *ScopedFolder::Make("/tmp", "x-");
  const std::string path_ = runtime_.path() + "/minidcos";
};

TEST_F(PrivateFolderTest, IsMadeForThisUserAlone) {
  EXPECT_THAT(PrivateFolder(), IsOkAndHolds(path_));
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0700);
  EXPECT_THAT(PrivateFolder(), IsOkAndHolds(path_));
}

TEST_F(PrivateFolderTest, IsNotOneThatOthersMayEnter) {
  ASSERT_THAT(MakeFolder(path_, 0755), IsOk());
  EXPECT_THAT(PrivateFolder(),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr(path_)));
}

TEST_F(PrivateFolderTest, IsNoLinkToOne) {
  ASSERT_THAT(MakeFolder(runtime_.path() + "/real", 0700), IsOk());
  ASSERT_EQ(symlink("real", path_.c_str()), 0);
  EXPECT_THAT(PrivateFolder(), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(PrivateFolderTest, IsInTmpWithoutAShortFolderOfOurs) {
  const std::string in_tmp = absl::StrCat("/tmp/minidcos-", geteuid());
  setenv("XDG_RUNTIME_DIR", (runtime_.path() + "/gone").c_str(), 1);
  EXPECT_EQ(PrivateFolderPath(), in_tmp);
  const std::string too_long = runtime_.path() + "/12345678";
  ASSERT_THAT(MakeFolder(too_long, 0700), IsOk());
  setenv("XDG_RUNTIME_DIR", too_long.c_str(), 1);
  EXPECT_EQ(PrivateFolderPath(), in_tmp);
  unsetenv("XDG_RUNTIME_DIR");
  EXPECT_EQ(PrivateFolderPath(), in_tmp);
}

}  // namespace
}  // namespace minidcos
