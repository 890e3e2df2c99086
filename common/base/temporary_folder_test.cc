#include "common/base/temporary_folder.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/base/private_folder.h"
#include "common/base/process_id.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/user_folders.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// A name that a process has made which is gone by now.
std::string AbandonedName(absl::string_view purpose) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t maker = fork();
  if (maker == 0) {
    const std::string name = TemporaryName(purpose);
    const ssize_t written = write(ends[1], name.data(), name.size());
    _exit(written == static_cast<ssize_t>(name.size()) ? 0 : 1);
  }
  int status = 0;
  EXPECT_EQ(waitpid(maker, &status, 0), maker);
  EXPECT_EQ(status, 0);
  char name[256];
  const ssize_t got = read(ends[0], name, sizeof(name));
  close(ends[0]);
  close(ends[1]);
  return std::string(name, got);
}

class TemporaryFolderTest : public testing::Test {
 protected:
  std::string MakeAbandoned(const std::string& parent) const {
    const std::string path = parent + "/" + AbandonedName("test");
    EXPECT_THAT(MakeFolder(path, 0700), IsOk());
    EXPECT_THAT(WriteFile(path + "/secret", "x", 0600), IsOk());
    return path;
  }

  const UserFolders folders_;
  const ScopedFolder elsewhere_ = *ScopedFolder::Make("/tmp", "t-");
};

TEST_F(TemporaryFolderTest, GoesWithItsScope) {
  std::string path;
  {
    const auto folder = TemporaryFolder::Make("test");
    ASSERT_THAT(folder, IsOk());
    path = folder->path();
    EXPECT_THAT(path, HasSubstr(folders_.temporary() + "/minidcos-test-"));
    struct stat info;
    ASSERT_EQ(stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0700);
    EXPECT_THAT(FindAnnounced(), ElementsAre(path));
    EXPECT_THAT(FindAbandoned(), IsEmpty()) << "its maker is alive";
    EXPECT_THAT(RemoveAbandoned(path), IsOk());
    EXPECT_TRUE(fs::exists(path));
  }
  EXPECT_FALSE(fs::exists(path));
  EXPECT_TRUE(fs::is_empty(*PrivateFolder()));
}

TEST_F(TemporaryFolderTest, CanBeKeptUnderAnotherName) {
  auto folder = TemporaryFolder::Make("test");
  ASSERT_THAT(folder, IsOk());
  const std::string path = folders_.temporary() + "/kept";
  EXPECT_THAT(std::move(*folder).Keep(path), IsOk());
  EXPECT_THAT(FindAnnounced(), ElementsAre(path));
  EXPECT_THAT(RemoveFolderAtOnce(path), IsOk());
  EXPECT_TRUE(fs::is_empty(folders_.temporary()));
  EXPECT_TRUE(fs::is_empty(*PrivateFolder()));
}

TEST_F(TemporaryFolderTest, IsNotMadeWithoutItsParent) {
  EXPECT_THAT(TemporaryFolder::MakeIn("/none/here", TemporaryName("test")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("/none/here")));
  EXPECT_TRUE(fs::is_empty(folders_.runtime()));
}

TEST_F(TemporaryFolderTest, IsFoundOnceItsMakerIsGone) {
  const std::string path = MakeAbandoned(folders_.temporary());
  EXPECT_THAT(FindAbandoned(), ElementsAre(path));
  EXPECT_THAT(RemoveAbandoned(path), IsOk());
  EXPECT_TRUE(fs::is_empty(folders_.temporary()));
  EXPECT_THAT(RemoveAbandoned(path), IsOk()) << "it is gone";
}

TEST_F(TemporaryFolderTest, IsFoundElsewhereByItsAnnouncement) {
  const std::string path = MakeAbandoned(elsewhere_.path());
  EXPECT_THAT(FindAbandoned(), IsEmpty());
  Announce(path);
  EXPECT_THAT(FindAbandoned(), ElementsAre(path));
  EXPECT_THAT(RemoveAbandoned(path), IsOk());
  EXPECT_TRUE(fs::is_empty(elsewhere_.path()));
  EXPECT_TRUE(fs::is_empty(*PrivateFolder()));
}

TEST_F(TemporaryFolderTest, IsFoundWhereItsNameBeginsWithADot) {
  const std::string name = absl::StrCat(".", AbandonedName("bundle"));
  const std::string path = folders_.temporary() + "/" + name;
  ASSERT_THAT(WriteFile(path, "x", 0600), IsOk());
  EXPECT_THAT(FindAbandoned(), ElementsAre(path));
}

TEST_F(TemporaryFolderTest, LeavesWhatASymbolicLinkLeadsTo) {
  const std::string name = AbandonedName("test");
  ASSERT_EQ(symlink(elsewhere_.path().c_str(),
                    (folders_.temporary() + "/" + name).c_str()),
            0);
  EXPECT_THAT(FindAbandoned(), IsEmpty());
  // On the way to it.
  const std::string path = MakeAbandoned(elsewhere_.path());
  ASSERT_EQ(symlink(elsewhere_.path().c_str(),
                    (folders_.temporary() + "/link").c_str()),
            0);
  Announce(folders_.temporary() + "/link/" +
           fs::path(path).filename().string());
  EXPECT_THAT(FindAbandoned(), IsEmpty());
  EXPECT_TRUE(fs::exists(path));
}

TEST_F(TemporaryFolderTest, ForgetsAnnouncementsOfWhatIsGone) {
  const std::string dead = folders_.temporary() + "/" + AbandonedName("test");
  const std::string kept = folders_.temporary() + "/minidcos-0123";
  const std::string live = folders_.temporary() + "/" + TemporaryName("test");
  const std::string there = MakeAbandoned(elsewhere_.path());
  for (const std::string& path : {dead, kept, live, there}) Announce(path);
  ForgetDeadAnnouncements();
  EXPECT_THAT(FindAnnounced(), ElementsAre(there));
  ASSERT_THAT(MakeFolder(live, 0700), IsOk());
  EXPECT_THAT(FindAnnounced(), UnorderedElementsAre(live, there));
  ASSERT_THAT(MakeFolder(kept, 0700), IsOk());
  EXPECT_THAT(FindAnnounced(), UnorderedElementsAre(live, there));
}

TEST_F(TemporaryFolderTest, LeavesALinkThatHasAnotherName) {
  const std::string path = MakeAbandoned(elsewhere_.path());
  ASSERT_EQ(symlink(path.c_str(), (*PrivateFolder() + "/x").c_str()), 0);
  EXPECT_THAT(FindAbandoned(), IsEmpty());
}

TEST(IsAbandonedName, TellsOnlyOfOurNames) {
  const std::string name = AbandonedName("test");
  EXPECT_TRUE(IsAbandonedName(name));
  EXPECT_TRUE(IsAbandonedName("." + name));
  EXPECT_FALSE(IsAbandonedName(TemporaryName("test"))) << "of this process";
  EXPECT_FALSE(IsAbandonedName(name + "x"));
  EXPECT_FALSE(IsAbandonedName("x" + name));
  EXPECT_FALSE(IsAbandonedName(""));
  EXPECT_FALSE(IsAbandonedName("minidcos-test"));
}

TEST(IsAbandonedName, KnowsNothingOfOtherHosts) {
  EXPECT_FALSE(IsAbandonedName("minidcos-test-01234567-01234567-1-2-01234567"));
}

TEST(IsAbandonedName, KnowsThatABootIsOver) {
  const std::string name = TemporaryName("test");
  // The word behind the host's.
  const std::string boot = name.substr(sizeof("minidcos-test-01234567"), 8);
  EXPECT_TRUE(IsAbandonedName(absl::StrReplaceAll(name, {{boot, "01234567"}})));
}

}  // namespace
}  // namespace minidcos
