#include "common/base/files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

mode_t ModeOf(const std::string& path) {
  struct stat status = {};
  EXPECT_EQ(lstat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

bool Exists(const std::string& path) {
  struct stat status = {};
  return lstat(path.c_str(), &status) == 0;
}

class FilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto folder = ScopedFolder::Make(testing::TempDir(), "files-test-");
    ASSERT_THAT(folder, IsOk());
    folder_.emplace(*std::move(folder));
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_->path(), "/", name);
  }

 private:
  std::optional<ScopedFolder> folder_;
};

TEST(ErrnoStatus, PicksTheCodeByWhatCanBeDone) {
  EXPECT_THAT(ErrnoStatus(ENOENT, "opening 'x'"),
              StatusIs(absl::StatusCode::kNotFound,
                       "opening 'x': No such file or directory"));
  EXPECT_THAT(ErrnoStatus(EEXIST, ""),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(ErrnoStatus(EACCES, ""),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(ErrnoStatus(EPERM, ""),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(ErrnoStatus(ENOSPC, ""),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(ErrnoStatus(EIO, ""), StatusIs(absl::StatusCode::kUnknown));
}

TEST_F(FilesTest, WritesAndReadsAnyBytes) {
  std::string content(300000, '\0');
  content += "\xff\n end";
  ASSERT_THAT(WriteFile(Path("f"), content, 0600), IsOk());
  EXPECT_THAT(ReadFile(Path("f")), IsOkAndHolds(content));
  ASSERT_THAT(WriteFile(Path("f"), "", 0600), IsOk());
  EXPECT_THAT(ReadFile(Path("f")), IsOkAndHolds(""));
}

TEST_F(FilesTest, GivesAFileJustItsMode) {
  const mode_t umask_before = umask(0077);
  EXPECT_THAT(WriteFile(Path("open"), "", 0644), IsOk());
  umask(0);
  EXPECT_THAT(WriteFile(Path("secret"), "", 0600), IsOk());
  EXPECT_THAT(MakeFolder(Path("folder"), 0711), IsOk());
  umask(umask_before);
  EXPECT_EQ(ModeOf(Path("open")), 0644u);
  EXPECT_EQ(ModeOf(Path("secret")), 0600u);
  EXPECT_EQ(ModeOf(Path("folder")), 0711u);
}

TEST_F(FilesTest, ReplacesALinkAndNotWhatItNames) {
  ASSERT_THAT(WriteFile(Path("target"), "old", 0600), IsOk());
  ASSERT_EQ(symlink(Path("target").c_str(), Path("link").c_str()), 0);
  ASSERT_THAT(WriteFile(Path("link"), "new", 0600), IsOk());
  EXPECT_THAT(ReadFile(Path("link")), IsOkAndHolds("new"));
  EXPECT_THAT(ReadFile(Path("target")), IsOkAndHolds("old"));
}

TEST_F(FilesTest, LeavesNothingBehindWhenItCannotWrite) {
  ASSERT_THAT(MakeFolder(Path("d"), 0700), IsOk());
  ASSERT_THAT(MakeFolder(Path("d/f"), 0700), IsOk());
  EXPECT_THAT(WriteFile(Path("d/f"), "x", 0600),
              StatusIs(absl::StatusCode::kUnknown, HasSubstr(Path("d/f"))));
  EXPECT_THAT(RemoveTree(Path("d/f")), IsOk());
  EXPECT_EQ(rmdir(Path("d").c_str()), 0);
}

TEST_F(FilesTest, NamesThePathInErrors) {
  EXPECT_THAT(ReadFile(Path("none")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr(Path("none"))));
  EXPECT_THAT(WriteFile(Path("none/f"), "", 0600),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr(Path("none"))));
  EXPECT_THAT(MakeFolder(Path(""), 0700),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr(Path(""))));
}

TEST_F(FilesTest, RemovesATreeButNothingThroughALink) {
  ASSERT_THAT(MakeFolder(Path("outside"), 0700), IsOk());
  ASSERT_THAT(WriteFile(Path("outside/kept"), "", 0600), IsOk());
  ASSERT_THAT(MakeFolder(Path("tree"), 0700), IsOk());
  ASSERT_THAT(MakeFolder(Path("tree/sub"), 0700), IsOk());
  ASSERT_THAT(WriteFile(Path("tree/sub/f"), "", 0400), IsOk());
  ASSERT_EQ(symlink(Path("outside").c_str(), Path("tree/link").c_str()), 0);
  ASSERT_EQ(symlink("/nonexistent", Path("tree/dangling").c_str()), 0);
  EXPECT_THAT(RemoveTree(Path("tree")), IsOk());
  EXPECT_FALSE(Exists(Path("tree")));
  EXPECT_TRUE(Exists(Path("outside/kept")));
  ASSERT_EQ(symlink(Path("outside").c_str(), Path("link").c_str()), 0);
  EXPECT_THAT(RemoveTree(Path("link")), IsOk());
  EXPECT_FALSE(Exists(Path("link")));
  EXPECT_TRUE(Exists(Path("outside/kept")));
}

TEST(RemoveTree, GoesOnAfterAnError) {
  // An ordinary user, whom a mode stops, and a folder that he can get to.
  const bool is_root = geteuid() == 0;
  ASSERT_TRUE(!is_root || seteuid(65534) == 0);
  const absl::Cleanup back = [is_root] {
    EXPECT_TRUE(!is_root || seteuid(0) == 0);
  };
  const auto folder = ScopedFolder::Make("/tmp", "files-test-");
  ASSERT_THAT(folder, IsOk());
  const std::string tree = folder->path() + "/tree";
  for (const char* name : {"", "/a", "/b", "/c"}) {
    ASSERT_THAT(MakeFolder(tree + name, 0700), IsOk());
    ASSERT_THAT(WriteFile(tree + name + "/f", "", 0600), IsOk());
  }
  ASSERT_EQ(chmod((tree + "/b").c_str(), 0500), 0);
  EXPECT_THAT(RemoveTree(tree), StatusIs(absl::StatusCode::kPermissionDenied,
                                         HasSubstr(tree + "/b/f")));
  EXPECT_FALSE(Exists(tree + "/a"));
  EXPECT_TRUE(Exists(tree + "/b/f"));
  EXPECT_FALSE(Exists(tree + "/c"));
  ASSERT_EQ(chmod((tree + "/b").c_str(), 0700), 0);
}

TEST_F(FilesTest, RemovesWhatIsNotThere) {
  EXPECT_THAT(RemoveTree(Path("none")), IsOk());
}

TEST_F(FilesTest, RemovesAScopedFolderWithItsScope) {
  std::string path;
  {
    auto made = ScopedFolder::Make(Path(""), "prefix-");
    ASSERT_THAT(made, IsOk());
    path = made->path();
    EXPECT_THAT(path, StartsWith(Path("/prefix-")));
    EXPECT_EQ(ModeOf(path), 0700u);
    const ScopedFolder moved = *std::move(made);
    EXPECT_EQ(moved.path(), path);
    EXPECT_THAT(WriteFile(absl::StrCat(path, "/f"), "", 0600), IsOk());
    EXPECT_TRUE(Exists(path));
  }
  EXPECT_FALSE(Exists(path));
  EXPECT_THAT(ScopedFolder::Make(Path("none"), "x"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(TemporaryDirectory, IsTmpdirOrTmp) {
  const char* before = std::getenv("TMPDIR");
  const std::string saved = before == nullptr ? "" : before;
  setenv("TMPDIR", "/var/tmp", 1);
  EXPECT_EQ(TemporaryDirectory(), "/var/tmp");
  setenv("TMPDIR", "", 1);
  EXPECT_EQ(TemporaryDirectory(), "/tmp");
  unsetenv("TMPDIR");
  EXPECT_EQ(TemporaryDirectory(), "/tmp");
  setenv("TMPDIR", saved.c_str(), 1);
}

}  // namespace
}  // namespace minidcos
