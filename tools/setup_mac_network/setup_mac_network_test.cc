#include "tools/setup_mac_network/setup_mac_network.h"

#include <unistd.h>

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(MacNetworkInstructions, NameTheClientsTheFileAndItsProfile) {
  EXPECT_THAT(
      MacNetworkInstructions("/home/me/my mac.ovpn"),
      AllOf(HasSubstr("Tunnelblick"), HasSubstr("Shimo"),
            HasSubstr("open '/home/me/my mac.ovpn'\n"),
            HasSubstr("connect to 'my mac'"), EndsWith("minidcos doctor\n")));
}

TEST(CheckNoProfile, TakesAPathAtWhichThereIsNothing) {
  std::ostringstream out;
  EXPECT_THAT(CheckNoProfile(testing::TempDir() + "/none.ovpn", out), IsOk());
  EXPECT_EQ(out.str(), "");
}

TEST(CheckNoProfile, TellsHowToUseAFileThatIsThere) {
  const std::string file = testing::TempDir() + "/a.ovpn";
  const std::string link = testing::TempDir() + "/b.ovpn";
  unlink(link.c_str());
  ASSERT_THAT(WriteFile(file, "mine", 0600), IsOk());
  ASSERT_EQ(symlink("nowhere", link.c_str()), 0);
  for (const std::string& path : {file, link}) {
    std::ostringstream out;
    EXPECT_THAT(CheckNoProfile(path, out),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr(path), HasSubstr("--force"))));
    EXPECT_EQ(out.str(), MacNetworkInstructions(path));
  }
}

}  // namespace
}  // namespace minidcos
