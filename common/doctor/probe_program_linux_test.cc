// The probe's program as a user runs it who may nothing of what it tries: what
// it tells then, it tells of a kernel or an engine that refuses it.

#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "common/base/files.h"
#include "common/doctor/probe.h"
#include "common/doctor/probe_report.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::AnyOf;
using ::testing::Not;

constexpr uid_t kNobody = 65534;

// Everything that is started meanwhile may no more than nobody. As root the
// program would change this machine.
class OrdinaryUser {
 public:
  OrdinaryUser() {
    EXPECT_TRUE(!is_root_ || setresuid(kNobody, kNobody, 0) == 0);
  }
  ~OrdinaryUser() { EXPECT_TRUE(!is_root_ || setresuid(0, 0, 0) == 0); }

 private:
  const bool is_root_ = geteuid() == 0;
};

class ProbeProgramTest : public testing::Test {
 protected:
  ProbeProgramTest() {
    const auto program = ProbeProgram();
    EXPECT_THAT(program, IsOk());
    EXPECT_EQ(chmod(folder_.path().c_str(), 0755), 0);
    EXPECT_THAT(WriteFile(path_, *program, 0755), IsOk());
  }

  // Not TEST_TMPDIR, whose parents others may not enter.
  const ScopedFolder folder_ = *ScopedFolder::Make("/tmp", "probe-");
  const std::string path_ = folder_.path() + "/probe";
};

TEST_F(ProbeProgramTest, TellsWhatIsRefused) {
  const OrdinaryUser user;
  RunningTool probe(path_, {"look", "the word"});
  ASSERT_TRUE(probe.WaitForOutput("end=\n"));
  probe.SendSignal(SIGKILL);
  const ProbeReport report = ProbeReport::Parse(probe.Wait().out);
  const auto is_refused = AnyOf("Operation not permitted", "Permission denied");
  for (const char* key : {"dummy", "ip_set", "loop", "tun", "selinux"}) {
    EXPECT_THAT(report.Problem(key), is_refused) << key;
    EXPECT_THAT(report.Get(key), Not(IsOk())) << key;
  }
  // There is no volume.
  EXPECT_EQ(report.Problem("overlay"), "No such file or directory");
  EXPECT_THAT(report.Get("space"), Not(IsOk()));
  // What anybody may know.
  for (const char* key : {"time", "kernel", "root-space", "open-files", "port",
                          "sysctl/fs/file-max"}) {
    EXPECT_THAT(report.Get(key), IsOk()) << key;
  }
}

}  // namespace
}  // namespace minidcos
