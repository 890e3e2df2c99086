#include "common/base/move_tree.h"

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

// Moves "from" to "to" in a folder of its own.
class MoveTreeTest : public testing::Test {
 protected:
  MoveTreeTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "move-tree-")) {}

  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_.path(), "/", name);
  }
  void AddFolder(const std::string& name, mode_t mode = 0755) {
    ASSERT_THAT(MakeFolder(Path(name), mode), IsOk());
  }
  void AddFile(const std::string& name) {
    ASSERT_THAT(WriteFile(Path(name), name, 0644), IsOk());
  }
  std::string Read(const std::string& name) {
    return ReadFile(Path(name)).value_or("not there");
  }
  absl::Status Move(bool overwrite) {
    return MoveTree(Path("from"), Path("to"), overwrite);
  }

  const ScopedFolder folder_;
};

TEST_F(MoveTreeTest, RenamesToWhatIsNotThere) {
  AddFolder("from");
  AddFile("from/f");
  EXPECT_THAT(Move(false), IsOk());
  EXPECT_EQ(Read("to/f"), "from/f");
  EXPECT_EQ(Read("from/f"), "not there");
}

TEST_F(MoveTreeTest, OverwritesNothingUnlessTold) {
  AddFile("from");
  AddFile("to");
  EXPECT_THAT(Move(false),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("to'")));
  EXPECT_EQ(Read("to"), "to");
  EXPECT_THAT(Move(true), IsOk());
  EXPECT_EQ(Read("to"), "from");
}

TEST_F(MoveTreeTest, MergesFoldersWhichKeepTheirPermissions) {
  AddFolder("from");
  AddFolder("from/both");
  AddFolder("from/new", 0711);
  AddFile("from/both/f");
  AddFile("from/both/g");
  AddFile("from/new/f");
  AddFolder("to");
  AddFolder("to/both", 0700);
  AddFile("to/both/f");
  AddFile("to/both/other");
  EXPECT_THAT(Move(true), IsOk());
  EXPECT_EQ(Read("to/both/f"), "from/both/f");
  EXPECT_EQ(Read("to/both/g"), "from/both/g");
  EXPECT_EQ(Read("to/both/other"), "to/both/other");
  EXPECT_EQ(Read("to/new/f"), "from/new/f");
  struct stat status;
  ASSERT_EQ(stat(Path("to/both").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700u);
}

TEST_F(MoveTreeTest, DoesNothingIfAFolderAndAFileWouldMeet) {
  AddFolder("from");
  AddFolder("from/x");
  AddFile("from/a");
  AddFolder("to");
  AddFile("to/a");
  AddFile("to/x");
  EXPECT_THAT(Move(true), StatusIs(absl::StatusCode::kFailedPrecondition,
                                   HasSubstr("to/x', which is no folder")));
  EXPECT_EQ(Read("to/a"), "to/a");
  EXPECT_THAT(MoveTree(Path("from/a"), Path("to"), true),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("cannot overwrite the folder")));
}

TEST_F(MoveTreeTest, ReplacesALinkAndNotWhatItLeadsTo) {
  AddFolder("from");
  AddFile("from/f");
  AddFile("outside");
  AddFolder("to");
  ASSERT_EQ(symlink("../outside", Path("to/f").c_str()), 0);
  EXPECT_THAT(Move(true), IsOk());
  EXPECT_EQ(Read("to/f"), "from/f");
  EXPECT_EQ(Read("outside"), "outside");
}

}  // namespace
}  // namespace minidcos
