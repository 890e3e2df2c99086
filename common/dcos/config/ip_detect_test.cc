#include "common/dcos/config/ip_detect.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

// The default ip-detect, with an `ip` that does what `ip_script` says, on a
// node with these subnets.
class IpDetectTest : public testing::Test {
 protected:
  SubprocessResult Run(absl::string_view ip_script,
                       absl::string_view subnets = "") {
    const std::string list = commands_.path() + "/subnets";
    if (!subnets.empty()) {
      EXPECT_THAT(WriteFile(list, subnets, 0644), IsOk());
    }
    EXPECT_THAT(WriteFile(commands_.path() + "/ip",
                          absl::StrCat("#!/bin/sh\n", ip_script), 0755),
                IsOk());
    const std::string script =
        absl::StrReplaceAll(IpDetect().front().content,
                            {{"PATH=/usr/sbin", "PATH=" + commands_.path()},
                             {"/etc/minidcos-subnets", list}});
    return *RunSubprocess(Context(), {"/bin/sh", "-c", script});
  }

  const ScopedFolder commands_ =
      *ScopedFolder::Make(testing::TempDir(), "commands-");
};

TEST_F(IpDetectTest, PrintsTheAddressOfEth0) {
  const SubprocessResult found =
      Run("test \"$*\" = '-4 -oneline address show dev eth0 scope global' && "
          "echo '7: eth0    inet 172.17.0.5/16 brd 172.17.255.255 scope global "
          "eth0\\       valid_lft forever preferred_lft forever'\n");
  EXPECT_EQ(found.exit_code, 0) << found.stderr_text;
  EXPECT_EQ(found.stdout_text, "172.17.0.5\n");
}

TEST_F(IpDetectTest, PrintsTheAddressInTheSubnetsWhereTheNodeHasSome) {
  const SubprocessResult found =
      Run("test \"$*\" = '-4 -oneline address show to 10.1.0.0/16 scope "
          "global' && echo '9: eth1    inet 10.1.0.5/16 scope global eth1'\n",
          "fd00::/64\n10.1.0.0/16\n");
  EXPECT_EQ(found.exit_code, 0) << found.stderr_text;
  EXPECT_EQ(found.stdout_text, "10.1.0.5\n");
}

TEST_F(IpDetectTest, FailsWithoutAnAddress) {
  const SubprocessResult none = Run("true");
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_EQ(none.stdout_text, "");
  EXPECT_EQ(none.stderr_text, "no IPv4 address on eth0 or in a given subnet\n");
}

}  // namespace
}  // namespace minidcos
