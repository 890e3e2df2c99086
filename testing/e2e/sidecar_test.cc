// Loopback sidecars on the real engine, which is on this machine's kernel, so
// that /sys here tells of its loop devices.

#include <unistd.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class SidecarTest : public E2eTest {
 protected:
  ~SidecarTest() override {
    docker().RemoveContainer(Deadline(), container()).IgnoreError();
  }

  // This test's sidecar has the name of its cluster.
  std::string container() const {
    return absl::StrCat("minidcos-sidecar-", id());
  }

  // The new device's name, such as "loop3".
  std::string Create(const std::string& size) const {
    const ToolResult made =
        Run("create_loopback_sidecar", {"--size", size, id()});
    EXPECT_EQ(made.exit_code, 0) << made;
    EXPECT_THAT(made.out, ContainsRegex("^/dev/loop[0-9]+\n$"));
    absl::string_view name = made.out;
    absl::ConsumePrefix(&name, "/dev/");
    absl::ConsumeSuffix(&name, "\n");
    return std::string(name);
  }

  static bool IsInUse(const std::string& device) {
    const std::string path =
        absl::StrCat("/sys/block/", device, "/loop/backing_file");
    return access(path.c_str(), F_OK) == 0;
  }

  // The kernel may free it a moment after its holder has gone.
  static void ExpectFree(const std::string& device) {
    const Context ctx = Deadline();
    while (IsInUse(device)) {
      ASSERT_THAT(ctx.WaitFor(absl::Milliseconds(5)), IsOk());
    }
  }
};

TEST_F(SidecarTest, IsFormattedAndMountedInANode) {
  ASSERT_EQ(Run("provision", {"--agents=0", "--public-agents=0"}).exit_code, 0);
  const std::string device = Create("64");
  EXPECT_TRUE(IsInUse(device));
  const ToolResult used =
      Run("run", {absl::StrCat("set -e; cd /dev; test -b ", device,
                               " || mknod ", device, " b 7 ", device.substr(4),
                               "; mkfs.ext4 -q ", device, "; mount ", device,
                               " /mnt; echo kept >/mnt/file; "
                               "umount /mnt; mount ",
                               device,
                               " /mnt; cat /mnt/file; "
                               "df --output=size -BM /mnt; umount /mnt")});
  EXPECT_EQ(used.exit_code, 0) << used;
  EXPECT_THAT(used.out, ContainsRegex("^kept\n.*\n *5[0-9]M\n$"));

  const ToolResult destroyed = Run("destroy_loopback_sidecar", {id()});
  EXPECT_EQ(destroyed.exit_code, 0) << destroyed;
  EXPECT_EQ(destroyed.out, absl::StrCat(id(), "\n"));
  ExpectFree(device);
}

TEST_F(SidecarTest, FreesItsDeviceWhenItsContainerIsKilled) {
  const std::string device = Create("1");
  EXPECT_TRUE(IsInUse(device));
  EXPECT_THAT(docker().KillContainer(Deadline(), container()), IsOk());
  ExpectFree(device);
  // It can be removed all the same.
  EXPECT_THAT(Run("list_loopback_sidecars", {}).out,
              HasSubstr(absl::StrCat(id(), "\n")));
  EXPECT_EQ(Run("destroy_loopback_sidecar", {id()}).exit_code, 0);
  EXPECT_THAT(Run("list_loopback_sidecars", {}).out, Not(HasSubstr(id())));
}

TEST_F(SidecarTest, FailsInWords) {
  const ToolResult too_big =
      Run("create_loopback_sidecar", {"--size=2000000000", id()});
  EXPECT_EQ(too_big.exit_code, 1) << too_big;
  EXPECT_THAT(too_big.err, AllOf(HasSubstr("not enough space: "),
                                 HasSubstr("is to have 2000000000\n")));
  EXPECT_THAT(docker().InspectContainer(Deadline(), container()),
              StatusIs(absl::StatusCode::kNotFound));

  Create("1");
  const ToolResult taken = Run("create_loopback_sidecar", {id()});
  EXPECT_EQ(taken.exit_code, 4) << taken;
  EXPECT_THAT(taken.err,
              HasSubstr(absl::StrCat("sidecar '", id(), "' already exists")));
  EXPECT_EQ(Run("destroy_loopback_sidecar", {id()}).exit_code, 0);
  const ToolResult gone = Run("destroy_loopback_sidecar", {id()});
  EXPECT_EQ(gone.exit_code, 3) << gone;
  EXPECT_THAT(gone.err,
              HasSubstr(absl::StrCat("no such sidecar: '", id(), "'")));
}

}  // namespace
}  // namespace minidcos
