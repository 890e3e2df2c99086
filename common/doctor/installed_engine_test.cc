#include "common/doctor/installed_engine.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "common/base/files.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

class IsEngineInstalledTest : public testing::Test {
 protected:
  IsEngineInstalledTest() { setenv("PATH", Root("/bin").c_str(), 1); }

  std::string Root(const std::string& path) const {
    return root_.path() + path;
  }

  const ScopedFolder root_ =
      *ScopedFolder::Make(testing::TempDir(), "installed-");
};

TEST_F(IsEngineInstalledTest, IsNotTrueOfAnEmptyMachine) {
  EXPECT_FALSE(IsEngineInstalled(root_.path()));
}

TEST_F(IsEngineInstalledTest, LooksInPath) {
  std::filesystem::create_directory(Root("/bin"));
  ASSERT_THAT(WriteFile(Root("/bin/dockerd"), "", 0755), IsOk());
  EXPECT_TRUE(IsEngineInstalled(root_.path()));
}

TEST_F(IsEngineInstalledTest, KnowsWherePackagesPutIt) {
  for (const std::string folder :
       {"/opt/docker-desktop", "/Applications/Docker.app"}) {
    std::filesystem::create_directories(Root(folder));
    EXPECT_TRUE(IsEngineInstalled(root_.path())) << folder;
    std::filesystem::remove_all(Root(folder));
  }
  for (const std::string folder : {"/usr/sbin", "/usr/bin", "/snap/bin"}) {
    std::filesystem::create_directories(Root(folder));
    const std::string file =
        Root(folder + (folder == "/snap/bin" ? "/docker" : "/dockerd"));
    ASSERT_THAT(WriteFile(file, "", 0755), IsOk());
    EXPECT_TRUE(IsEngineInstalled(root_.path())) << file;
    std::filesystem::remove(file);
  }
}

}  // namespace
}  // namespace minidcos
