#include "common/cluster/workspace.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/user_folders.h"

namespace minidcos {
namespace {

constexpr char kEngine[] = "unix:///engine.sock";

class WorkspaceTest : public ::testing::Test {
 protected:
  WorkspaceTest() : parent_(*ScopedFolder::Make(TemporaryDirectory(), "w")) {}

  Workspace Make(const std::string& id) {
    return *MakeWorkspace(parent_.path(), id, kEngine);
  }
  std::string Path(const std::string& name) { return parent_.path() + name; }

  ScopedFolder parent_;
};

mode_t ModeOf(const std::string& path) {
  struct stat info = {};
  EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
  return info.st_mode & 07777;
}

bool Exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

TEST_F(WorkspaceTest, IsForTheUserAloneAndHasRoomForTheInstaller) {
  const Workspace workspace = Make("x");
  EXPECT_EQ(ModeOf(workspace.path), 0700u);
  EXPECT_EQ(ModeOf(workspace.path + "/ssh"), 0700u);
  EXPECT_EQ(ModeOf(workspace.serve()), 0755u);
}

TEST_F(WorkspaceTest, IsAFreshFolderEachTime) {
  EXPECT_NE(Make("x").path, Make("x").path);
}

TEST_F(WorkspaceTest, NeedsAParent) {
  EXPECT_THAT(MakeWorkspace(Path("/none"), "x", kEngine),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(WorkspaceTest, IsRemovedForItsClusterButNotTheParent) {
  const Workspace workspace = Make("x");
  EXPECT_THAT(RemoveWorkspace(workspace.path, "x"), IsOkAndHolds(true));
  EXPECT_FALSE(Exists(workspace.path));
  EXPECT_TRUE(Exists(parent_.path()));
}

TEST_F(WorkspaceTest, ThatIsGoneIsNoError) {
  EXPECT_THAT(RemoveWorkspace(Path("/gone"), "x"), IsOkAndHolds(false));
}

TEST_F(WorkspaceTest, IsOpenedForItsClusterOnly) {
  const Workspace workspace = Make("x");
  const auto opened = OpenWorkspace(workspace.path, "x");
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->serve(), workspace.serve());
  EXPECT_THAT(OpenWorkspace(workspace.path, "y"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  ASSERT_EQ(symlink(workspace.path.c_str(), Path("/link").c_str()), 0);
  EXPECT_THAT(OpenWorkspace(Path("/link"), "x"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(OpenWorkspace("", "x"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(WorkspaceTest, IsLeftForAnotherCluster) {
  const Workspace workspace = Make("x");
  EXPECT_THAT(RemoveWorkspace(workspace.path, "y"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_TRUE(Exists(workspace.path));
}

TEST_F(WorkspaceTest, IsRemovedBySeveralAtOnce) {
  for (int round = 0; round < 20; ++round) {
    const Workspace workspace = Make("x");
    for (int i = 0; i < 50; ++i) {
      const std::string file = absl::StrCat(workspace.serve(), "/", i);
      ASSERT_THAT(WriteFile(file, "", 0600), IsOk());
    }
    std::vector<std::thread> removers;
    for (int i = 0; i < 4; ++i) {
      removers.emplace_back([&workspace] {
        EXPECT_THAT(RemoveWorkspace(workspace.path, "x"), IsOk());
      });
    }
    for (std::thread& remover : removers) remover.join();
    EXPECT_FALSE(Exists(workspace.path));
  }
}

TEST_F(WorkspaceTest, IsLeftBehindASymbolicLink) {
  const Workspace workspace = Make("x");
  ASSERT_EQ(symlink(workspace.path.c_str(), Path("/link").c_str()), 0);
  EXPECT_THAT(RemoveWorkspace(Path("/link"), "x"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_TRUE(Exists(workspace.ssh_key().substr(0, workspace.path.size())));
}

TEST_F(WorkspaceTest, IsLeftIfThePathIsNotPlain) {
  const Workspace workspace = Make("x");
  EXPECT_THAT(RemoveWorkspace(workspace.path + "/ssh/..", "x"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_TRUE(Exists(workspace.path));
}

TEST_F(WorkspaceTest, IsNoFolderOfSomebodyElse) {
  ASSERT_THAT(MakeFolder(Path("/precious"), 0755), IsOk());
  EXPECT_THAT(RemoveWorkspace(Path("/precious"), "x"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_TRUE(Exists(Path("/precious")));
}

TEST_F(WorkspaceTest, OfDcosE2eIsRemoved) {
  const std::string path = Path("/0123456789abcdef0123456789abcdef");
  ASSERT_THAT(MakeFolder(path, 0755), IsOk());
  ASSERT_THAT(MakeFolder(path + "/genconf", 0755), IsOk());
  EXPECT_THAT(RemoveWorkspace(path, "x"), IsOkAndHolds(true));
  EXPECT_FALSE(Exists(path));
}

TEST_F(WorkspaceTest, OfDcosE2eMustHoldItsFolders) {
  const std::string path = Path("/0123456789abcdef0123456789abcdef");
  ASSERT_THAT(MakeFolder(path, 0755), IsOk());
  EXPECT_THAT(RemoveWorkspace(path, "x"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(WorkspaceTest, IsCondemnedByItsClusterOnly) {
  const Workspace workspace = Make("x");
  CondemnWorkspace(workspace.path, "y");
  EXPECT_FALSE(IsCondemned(workspace));
  CondemnWorkspace(workspace.path, "x");
  EXPECT_TRUE(IsCondemned(workspace));
}

TEST_F(WorkspaceTest, IsCondemnedOnceItIsGone) {
  const Workspace workspace = Make("x");
  ASSERT_THAT(RemoveWorkspace(workspace.path, "x"), IsOkAndHolds(true));
  EXPECT_TRUE(IsCondemned(workspace));
}

TEST_F(WorkspaceTest, IsFoundOnDiskWithItsClusterAndEngine) {
  const UserFolders folders;
  const auto made = MakeWorkspace("", "x", kEngine, "image");
  ASSERT_THAT(made, IsOk());
  const auto found = FindWorkspaces();
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].path, made->path);
  EXPECT_EQ(found[0].cluster_id, "x");
  EXPECT_EQ(found[0].engine_host, kEngine);
  EXPECT_EQ(found[0].image, "image");
  EXPECT_LE(found[0].created, absl::Now());
  EXPECT_GE(found[0].created, absl::Now() - absl::Hours(1));
}

TEST(FindWorkspaceShells, FindsWhatAnEngineHasMadeAnew) {
  const UserFolders folders;
  const std::string& parent = folders.temporary();
  ASSERT_THAT(MakeWorkspace("", "x", kEngine), IsOk());
  const std::string shell = parent + "/minidcos-" + std::string(32, 'a');
  const std::string mine = parent + "/minidcos-" + std::string(32, 'b');
  std::filesystem::create_directories(shell + "/genconf/serve");
  std::filesystem::create_directories(mine + "/genconf");
  ASSERT_THAT(WriteFile(mine + "/genconf/notes", "", 0600), IsOk());
  EXPECT_THAT(FindWorkspaceShells(), testing::ElementsAre(shell));
  EXPECT_THAT(RemoveWorkspaceShell(shell), IsOk());
  EXPECT_THAT(RemoveWorkspaceShell(mine), IsOk()) << "and leaves it";
  EXPECT_FALSE(std::filesystem::exists(shell));
  EXPECT_TRUE(std::filesystem::exists(mine + "/genconf/notes"));
  EXPECT_THAT(FindWorkspaceShells(), testing::IsEmpty());
}

}  // namespace
}  // namespace minidcos
