// The program that holds a sidecar's device, where it cannot do so: in a root
// folder of its own that has a small disk and no /dev. It takes root.

#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

class HolderTest : public testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "only root can mount and chroot";
  }

  // Runs the holder of a device of `mebibytes` on a disk of 64 MiB, of which
  // its file occupies `occupied` already.
  SubprocessResult Hold(int mebibytes, int occupied) const {
    constexpr char kScript[] = R"(
        mount -t tmpfs -o size=64m none "$1" && cp "$2" "$1/holder" &&
        head -c "$4M" /dev/zero >"$1/device" && truncate -s "$3M" "$1/device" &&
        exec /usr/sbin/chroot "$1" /holder "$3")";
    const absl::StatusOr<SubprocessResult> result =
        RunSubprocess(Context().WithTimeout(absl::Seconds(30)),
                      {"unshare", "--mount", "sh", "-c", kScript, "sh",
                       root_.path(), RunfilePath("common/sidecar/holder_main"),
                       absl::StrCat(mebibytes), absl::StrCat(occupied)});
    EXPECT_THAT(result, IsOk());
    return result.value_or(SubprocessResult());
  }

  const ScopedFolder root_ = *ScopedFolder::Make("/tmp", "holder-");
};

TEST_F(HolderTest, SaysThatTheKernelHasNoLoopDevices) {
  const SubprocessResult result = Hold(1, 0);
  EXPECT_EQ(result.exit_code, 1) << result.stderr_text;
  EXPECT_THAT(result.stdout_text,
              HasSubstr("error the engine's kernel has no loop devices "
                        "(/dev/loop-control): run 'modprobe loop'"));
}

TEST_F(HolderTest, SaysWhatRoomThereIs) {
  const SubprocessResult result = Hold(100, 0);
  EXPECT_EQ(result.exit_code, 1) << result.stderr_text;
  EXPECT_THAT(result.stdout_text,
              HasSubstr("error not enough space: the engine's disk has "));
}

// One that is started again has its file, which is no reason to refuse it.
TEST_F(HolderTest, CountsTheRoomThatItsFileHasAlready) {
  const SubprocessResult result = Hold(48, 40);
  EXPECT_THAT(result.stdout_text,
              HasSubstr("error the engine's kernel has no loop devices"))
      << "it has got as far as that";
}

}  // namespace
}  // namespace minidcos
