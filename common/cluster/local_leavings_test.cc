#include "common/cluster/local_leavings.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/file_lock.h"
#include "common/base/files.h"
#include "common/base/temporary_folder.h"
#include "common/docker/engine.pb.h"
#include "common/node/ssh_connection.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A user's folders, of this test alone.
class LocalLeavingsTest : public testing::Test {
 protected:
  LocalLeavingsTest() {
    setenv("TMPDIR", temporary_.path().c_str(), 1);
    setenv("XDG_RUNTIME_DIR", runtime_.path().c_str(), 1);
  }
  ~LocalLeavingsTest() override {
    unsetenv("TMPDIR");
    unsetenv("XDG_RUNTIME_DIR");
  }

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

  const ScopedFolder temporary_ = *ScopedFolder::Make("/tmp", "t-");
  const ScopedFolder runtime_ = *ScopedFolder::Make("/tmp", "r");
  docker::ContainerList containers_;
};

TEST_F(LocalLeavingsTest, AreNone) { EXPECT_THAT(Remove(), IsEmpty()); }

TEST_F(LocalLeavingsTest, AreTemporaryThingsOfProcessesThatAreGone) {
  std::vector<std::string> parts = absl::StrSplit(TemporaryName("ca"), '-');
  parts[3] = "01234567";  // another boot
  const std::string path =
      absl::StrCat(temporary_.path(), "/", absl::StrJoin(parts, "-"));
  ASSERT_THAT(MakeFolder(path, 0700), IsOk());
  ASSERT_THAT(WriteFile(path + "/ca.pem", "x", 0600), IsOk());
  EXPECT_THAT(
      FindLocalLeavings(containers_, absl::Now() - absl::Hours(1)).Lines(),
      IsEmpty())
      << "it is younger";
  EXPECT_THAT(Remove(), ElementsAre("temporary " + path));
  EXPECT_TRUE(std::filesystem::is_empty(temporary_.path()));
}

TEST_F(LocalLeavingsTest, AreEmptyShellsOfWorkspaces) {
  const std::string path =
      temporary_.path() + "/minidcos-" + std::string(32, 'a');
  std::filesystem::create_directories(path + "/genconf/serve");
  EXPECT_THAT(Remove(), ElementsAre("temporary " + path));
  EXPECT_TRUE(std::filesystem::is_empty(temporary_.path()));
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
