#include "common/dcos/installer/remove_installers.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/file_lock.h"
#include "common/base/files.h"
#include "common/base/sha256.h"
#include "common/dcos/installer/installer_cache.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RemoveInstallersTest : public testing::Test {
 protected:
  RemoveInstallersTest()
      : home_(*ScopedFolder::Make(testing::TempDir(), "cache-")) {
    setenv("XDG_CACHE_HOME", home_.path().c_str(), 1);
  }
  ~RemoveInstallersTest() override { unsetenv("XDG_CACHE_HOME"); }

  // Returns its folder.
  std::string AddInstaller(const std::string& url) const {
    const std::string folder =
        absl::StrCat(*InstallerCacheFolder(), "/", HexSha256(url));
    std::filesystem::create_directories(folder);
    EXPECT_THAT(WriteFile(folder + "/dcos_generate_config.sh", "#", 0600),
                IsOk());
    EXPECT_THAT(WriteFile(folder + "/url", url + "\n", 0600), IsOk());
    return folder;
  }

  std::vector<std::string> Names() {
    const auto found = FindCachedInstallers(progress_);
    EXPECT_THAT(found, IsOk());
    std::vector<std::string> names;
    for (const CachedInstaller& installer : *found) {
      names.push_back(installer.name);
    }
    return names;
  }

  std::vector<std::string> Remove(
      const std::vector<CachedInstaller>& installers) {
    std::vector<std::string> lines;
    EXPECT_THAT(RemoveCachedInstallers(installers, progress_,
                                       [&lines](absl::string_view line) {
                                         lines.emplace_back(line);
                                       }),
                IsOk());
    return lines;
  }

  const ScopedFolder home_;
  RecordingProgress progress_;
};

TEST_F(RemoveInstallersTest, FindsNoneWhereThereIsNoCache) {
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(RemoveInstallersTest, RemovesEach) {
  const std::string b = AddInstaller("http://b/f.sh");
  const std::string a = AddInstaller("http://a/f.sh");
  const auto found = FindCachedInstallers(progress_);
  ASSERT_THAT(found, IsOk());
  EXPECT_THAT(Remove(*found), ElementsAre("installer http://a/f.sh",
                                          "installer http://b/f.sh"));
  EXPECT_FALSE(std::filesystem::exists(a));
  EXPECT_FALSE(std::filesystem::exists(b));
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

TEST_F(RemoveInstallersTest, NamesWhatHasNotComeAsAWholeByItsFolder) {
  const std::string folder =
      absl::StrCat(*InstallerCacheFolder(), "/", HexSha256("x"));
  std::filesystem::create_directories(folder);
  ASSERT_THAT(WriteFile(folder + "/dcos_generate_config.sh.part", "#", 0600),
              IsOk());
  EXPECT_THAT(Names(), ElementsAre(folder));
}

TEST_F(RemoveInstallersTest, GoesOnWhereARemovalWasKilled) {
  const std::string folder = AddInstaller("http://a/f.sh");
  std::filesystem::rename(folder, folder + ".removed");
  AddInstaller("http://a/f.sh");
  const auto found = FindCachedInstallers(progress_);
  ASSERT_THAT(found, IsOk());
  Remove(*found);
  EXPECT_TRUE(std::filesystem::is_empty(*InstallerCacheFolder()));
}

TEST_F(RemoveInstallersTest, LeavesWhatIsNoInstallersFolder) {
  std::filesystem::create_directories(*InstallerCacheFolder() + "/mine");
  std::filesystem::create_symlink(
      "/", absl::StrCat(*InstallerCacheFolder(), "/", HexSha256("x")));
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(RemoveInstallersTest, LeavesOneThatIsBeingDownloaded) {
  const std::string folder = AddInstaller("http://a/f.sh");
  const absl::StatusOr<Fd> lock = LockFile(Context(), folder + "/lock");
  ASSERT_THAT(lock, IsOk());
  EXPECT_THAT(Names(), IsEmpty());
  EXPECT_THAT(progress_.lines(),
              ElementsAre("warn installer 'http://a/f.sh' is being "
                          "downloaded or used: it is left"));
}

TEST_F(RemoveInstallersTest, LeavesOneThatIsUsedSinceItWasFound) {
  const std::string folder = AddInstaller("http://a/f.sh");
  const auto found = FindCachedInstallers(progress_);
  ASSERT_THAT(found, IsOk());
  const Fd use(open((folder + "/dcos_generate_config.sh").c_str(),
                    O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(flock(use.get(), LOCK_SH), 0);
  EXPECT_THAT(Remove(*found), IsEmpty());
  EXPECT_THAT(progress_.lines(), ElementsAre(HasSubstr("it is left")));
  EXPECT_TRUE(std::filesystem::exists(folder));
}

TEST_F(RemoveInstallersTest, SaysNothingOfOneThatIsGone) {
  const std::string folder = AddInstaller("http://a/f.sh");
  const auto found = FindCachedInstallers(progress_);
  ASSERT_THAT(found, IsOk());
  ASSERT_THAT(RemoveTree(folder), IsOk());
  EXPECT_THAT(Remove(*found), IsEmpty());
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
