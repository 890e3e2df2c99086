#include "common/cluster/local_leavings.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/file_lock.h"
#include "common/base/files.h"
#include "common/docker/engine.pb.h"
#include "common/node/ssh_connection.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/user_folders.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LocalLeavingsTest : public testing::Test {
 protected:
  std::vector<std::string> Remove() const {
    std::vector<std::string> lines;
    const LocalLeavings leavings = FindLocalLeavings(containers_, absl::Now());
    EXPECT_THAT(RemoveLocalLeavings(Context(), leavings,
                                    [&lines](absl::string_view line) {
                                      lines.emplace_back(line);
                                    }),
                IsOk());
    EXPECT_EQ(lines, leavings.Lines());
    return lines;
  }

  const UserFolders folders_;
  docker::ContainerList containers_;
};

// Whom a folder without write permission stops, for its scope.
class OrdinaryUser {
 public:
  OrdinaryUser() { EXPECT_TRUE(getuid() != 0 || seteuid(65534) == 0); }
  ~OrdinaryUser() { EXPECT_TRUE(getuid() != 0 || seteuid(0) == 0); }
};

class OrdinaryUsersLeavingsTest : private OrdinaryUser,
                                  public LocalLeavingsTest {};

// The modes stand for the users of a namespace, which only the helper is.
TEST_F(OrdinaryUsersLeavingsTest, AreRemovedWithMmdebstrapsHelp) {
  const std::string path = folders_.MakeAbandoned("image");
  const std::string root = path + "/mmdebstrap.x";
  ASSERT_THAT(MakeFolder(root, 0700), IsOk());
  ASSERT_THAT(WriteFile(root + "/file", "x", 0600), IsOk());
  ASSERT_EQ(chmod(root.c_str(), 0500), 0);
  const ScopedFolder programs = *ScopedFolder::Make("/tmp", "bin-");
  ASSERT_THAT(
      WriteFile(programs.path() + "/mmdebstrap",
                "#!/bin/sh\n"
                "[ \"$1 $2 $3 $4\" = '--unshare-helper rm -rf --' ] &&\n"
                "shift 4 && chmod 0700 \"$@\" && rm -rf \"$@\"/*\n"
                "exit 1\n",
                0700),
      IsOk());
  const std::string old_path = std::getenv("PATH");
  setenv("PATH", absl::StrCat(programs.path(), ":", old_path).c_str(), 1);
  EXPECT_THAT(Remove(), ElementsAre("temporary " + path));
  setenv("PATH", old_path.c_str(), 1);
  EXPECT_TRUE(std::filesystem::is_empty(folders_.temporary()));
}

TEST_F(LocalLeavingsTest, AreLocksOfBuildsThatAreGone) {
  const std::string path = folders_.temporary() + "/minidcos-image-0a.lock";
  ASSERT_THAT(WriteFile(path, "", 0644), IsOk());
  EXPECT_THAT(Remove(), ElementsAre("temporary " + path));
  EXPECT_TRUE(std::filesystem::is_empty(folders_.temporary()));
}

TEST_F(LocalLeavingsTest, AreNone) { EXPECT_THAT(Remove(), IsEmpty()); }

TEST_F(LocalLeavingsTest, AreTemporaryThingsOfProcessesThatAreGone) {
  const std::string path = folders_.MakeAbandoned("ca");
  ASSERT_THAT(WriteFile(path + "/ca.pem", "x", 0600), IsOk());
  EXPECT_THAT(
      FindLocalLeavings(containers_, absl::Now() - absl::Hours(1)).Lines(),
      IsEmpty())
      << "it is younger";
  EXPECT_THAT(Remove(), ElementsAre("temporary " + path));
  EXPECT_TRUE(std::filesystem::is_empty(folders_.temporary()));
}

TEST_F(LocalLeavingsTest, AreEmptyShellsOfWorkspaces) {
  const std::string path =
      folders_.temporary() + "/minidcos-" + std::string(32, 'a');
  std::filesystem::create_directories(path + "/genconf/serve");
  EXPECT_THAT(Remove(), ElementsAre("temporary " + path));
  EXPECT_TRUE(std::filesystem::is_empty(folders_.temporary()));
}

TEST_F(LocalLeavingsTest, AreWhatWasKeptForAnSshToNodesThatAreGone) {
  const std::string there = "0123456789ab0123456789ab";
  containers_.add_items()->set_id(there);
  for (const std::string& id : {there, std::string("ffffffffffff")}) {
    ASSERT_THAT(WriteFile(*SshFile(id, "hosts"), "", 0600), IsOk());
  }
  const absl::StatusOr<Fd> lock =
      LockFile(Context(), *SshFile("ba9876543210", "172.17.0.2.0"));
  ASSERT_THAT(lock, IsOk());
  EXPECT_THAT(Remove(), ElementsAre("ssh ffffffffffff"));
}

}  // namespace
}  // namespace minidcos
