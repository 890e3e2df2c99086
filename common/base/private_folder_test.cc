#include "common/base/private_folder.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

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

TEST_F(PrivateFolderTest, IsLookedIntoOnlyIfItIsOursAlone) {
  EXPECT_THAT(PrivateFolders(), IsEmpty());
  ASSERT_THAT(MakeFolder(path_, 0700), IsOk());
  EXPECT_THAT(PrivateFolders(), ElementsAre(path_));
  ASSERT_EQ(chmod(path_.c_str(), 0755), 0);
  EXPECT_THAT(PrivateFolders(), IsEmpty());
  ASSERT_EQ(rename(path_.c_str(), (runtime_.path() + "/real").c_str()), 0);
  ASSERT_EQ(chmod((runtime_.path() + "/real").c_str(), 0700), 0);
  ASSERT_EQ(symlink("real", path_.c_str()), 0);
  EXPECT_THAT(PrivateFolders(), IsEmpty());
}

// What a login session has announced, cron finds, and the other way round.
TEST_F(PrivateFolderTest, IsLookedForWhereALoginAndCronHaveIt) {
  if (geteuid() != 0) GTEST_SKIP() << "only root makes folders in /run/user";
  constexpr uid_t kNobodyElse = 54321;
  const std::string login = absl::StrCat("/run/user/", kNobodyElse);
  const std::string in_login = login + "/minidcos";
  const std::string in_tmp = absl::StrCat("/tmp/minidcos-", kNobodyElse);
  std::filesystem::create_directories(login);
  const absl::Cleanup remover = [&] {
    EXPECT_EQ(seteuid(0), 0);
    std::filesystem::remove_all(login);
    std::filesystem::remove_all(in_tmp);
  };
  ASSERT_EQ(chown(login.c_str(), kNobodyElse, kNobodyElse), 0);
  ASSERT_EQ(seteuid(kNobodyElse), 0);
  ASSERT_THAT(MakeFolder(in_login, 0700), IsOk());
  ASSERT_THAT(MakeFolder(in_tmp, 0700), IsOk());
  unsetenv("XDG_RUNTIME_DIR");
  EXPECT_THAT(PrivateFolders(), UnorderedElementsAre(in_login, in_tmp));
  setenv("XDG_RUNTIME_DIR", login.c_str(), 1);
  EXPECT_THAT(PrivateFolders(), UnorderedElementsAre(in_login, in_tmp));
}

}  // namespace
}  // namespace minidcos
