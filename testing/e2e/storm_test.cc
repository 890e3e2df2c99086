// The storm: every tool that makes or removes something is killed at dozens of
// moments, and the engine under it is killed and frozen. After each, clean
// brings everything back to what it was. A full disk: storm_of_disks_test.cc.

#include "testing/e2e/storm.h"

#include <csignal>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::HasSubstr;

// How many moments are spread over a run, beside those of its progress.
constexpr int kMoments = 24;
constexpr int kEngineMoments = 12;

// How soon a tool ends when its engine is gone.
constexpr absl::Duration kEndLimit = absl::Minutes(2);

const std::vector<std::string>& Small() {
  static const auto& words = *new std::vector<std::string>{
      "--agents=1", "--public-agents=0", "--network=new"};
  return words;
}

// Docker 20.10 that is killed while it makes or removes a network may panic at
// each later start, and only what it has on disk could be mended.
const std::vector<std::string>& OnBridge() {
  static const auto& words =
      *new std::vector<std::string>{"--agents=1", "--public-agents=0"};
  return words;
}

class StormOfKills : public StormTest {};

TEST_F(StormOfKills, OfCreate) {
  MakeInstallersImageKnown();
  const std::set<std::string> before = State();
  const std::vector<Moment> moments =
      Moments("create", CreateWords(Small()), kMoments);
  CleanAndExpect(before);
  for (size_t i = 0; i < moments.size(); ++i) {
    SCOPED_TRACE(testing::PrintToString(moments[i]));
    KillAt(moments[i], "create", CreateWords(Small()));
    if (i % 2 == 0) {
      CleanAndExpect(before);
    } else {
      CleanStaleAndExpect(before);
    }
  }
}

TEST_F(StormOfKills, OfDestroy) {
  const std::set<std::string> before = State();
  ASSERT_EQ(Run("provision", Small()).exit_code, 0);
  for (const Moment& moment : Moments("destroy", {id()}, kMoments)) {
    SCOPED_TRACE(testing::PrintToString(moment));
    ASSERT_EQ(Run("provision", Small()).exit_code, 0);
    KillAt(moment, "destroy", {id()});
    const ToolResult again = Run("destroy", {"--ignore-missing", id()});
    EXPECT_EQ(again.exit_code, 0) << again;
    CleanStaleAndExpect(before);
  }
}

TEST_F(StormOfKills, OfClean) {
  const std::set<std::string> before = State();
  ASSERT_EQ(Run("provision", Small()).exit_code, 0);
  for (const Moment& moment : Moments("clean", {"--cluster-id=*"}, kMoments)) {
    SCOPED_TRACE(testing::PrintToString(moment));
    ASSERT_EQ(Run("provision", Small()).exit_code, 0);
    KillAt(moment, "clean", {"--cluster-id=*"});
    CleanAndExpect(before);
  }
}

TEST_F(StormOfKills, OfSendFile) {
  const std::set<std::string> before = State();
  ASSERT_EQ(Run("provision", Small()).exit_code, 0);
  const ScopedFolder files = *ScopedFolder::Make("/tmp", "storm-");
  const std::string big = files.path() + "/big";
  ASSERT_THAT(WriteFile(big, std::string(256 << 20, 'x'), 0600), IsOk());
  const std::vector<std::string> words = {big, "/opt/big"};
  const std::vector<Moment> moments = Moments("send_file", words, kMoments);
  const std::set<std::string> sent = State();
  for (const Moment& moment : moments) {
    SCOPED_TRACE(testing::PrintToString(moment));
    ASSERT_EQ(Run("exec", {"rm", "-f", "/opt/big"}).exit_code, 0);
    KillAt(moment, "send_file", words);
    // Nothing, or all of it; and soon no staging folder.
    const ToolResult size =
        Run("exec", {"sh", "-c", "! [ -e /opt/big ] || stat -c %s /opt/big"});
    EXPECT_THAT(size.out, AnyOf(Eq(""), Eq(absl::StrCat(256 << 20, "\n"))));
    ToolResult staging;
    const Context limit = Context().WithTimeout(absl::Minutes(1));
    do {
      staging = Run("exec",
                    {"find", "/opt", "-maxdepth", "1", "-name", ".minidcos-*"});
    } while (staging.out != "" && limit.WaitFor(absl::Milliseconds(50)).ok());
    EXPECT_EQ(staging.out, "") << staging;
    EXPECT_EQ(Run("clean", {"--cluster-id=*", "--stale"}).exit_code, 0);
    ExpectState(sent);
  }
  CleanAndExpect(before);
}

TEST_F(StormOfKills, OfInstall) {
  MakeInstallersImageKnown();
  const std::set<std::string> before = State();
  ASSERT_EQ(Run("provision", Small()).exit_code, 0);
  const std::vector<Moment> moments =
      Moments("install", {InstallerPath()}, kMoments);
  CleanAndExpect(before);
  for (const char* where : {"host", "node"}) {
    const std::vector<std::string> words = {
        InstallerPath(), absl::StrCat("--genconf-on=", where)};
    ASSERT_EQ(Run("provision", Small()).exit_code, 0);
    for (const Moment& moment : moments) {
      SCOPED_TRACE(absl::StrCat(where, " ", testing::PrintToString(moment)));
      const ToolResult killed = KillAt(moment, "install", words);
      // Of the cluster nothing is stale; it is still there, and whole.
      EXPECT_EQ(Run("clean", {"--cluster-id=*", "--stale"}).exit_code, 0);
      EXPECT_THAT(Run("list", {}).out, HasSubstr(id()));
      if (killed.signal_number == SIGKILL) continue;
      // It has installed DC/OS, or found it installed: there is no second time.
      EXPECT_THAT(killed.exit_code, AnyOf(0, 4)) << killed;
      ASSERT_EQ(Run("destroy", {id()}).exit_code, 0);
      ASSERT_EQ(Run("provision", Small()).exit_code, 0);
    }
    const ToolResult at_last = Run("install", words);
    // One that was killed at its very end has installed it.
    EXPECT_THAT(at_last.exit_code, AnyOf(0, 4)) << at_last;
    CleanAndExpect(before);
  }
}

class StormOfEngines : public StormTest {
 protected:
  // Docker 20.10 that was killed while it made a container or started one may
  // keep its layer, even the running processes, and tell nobody: no call of its
  // API can take them.
  StormOfEngines() { LookOnlyAtWhatTheEngineKnows(); }

  // Ends by itself, whatever has become of the engine.
  static void ExpectEnd(RunningTool& tool) {
    EXPECT_TRUE(tool.EndsWithin(kEndLimit)) << "it hangs";
    if (!tool.EndsWithin(absl::ZeroDuration())) tool.SendSignal(SIGKILL);
    const ToolResult result = tool.Wait();
    EXPECT_THAT(result.exit_code, AnyOf(0, 1, 3, 5, 6)) << result;
  }

  // Runs `tool`, kills the engine at `moment`, and starts it again.
  void KillEngineAt(const Moment& moment, const std::string& tool,
                    const std::vector<std::string>& words) {
    SCOPED_TRACE(testing::PrintToString(moment));
    const auto running = Start(tool, words);
    Await(*running, moment);
    ASSERT_THAT(engine().Kill(), IsOk());
    ExpectEnd(*running);
    ASSERT_THAT(engine().StartAgain(Deadline()), IsOk());
  }
};

TEST_F(StormOfEngines, KilledUnderProvision) {
  const std::set<std::string> before = State();
  const std::vector<Moment> moments =
      Moments("provision", OnBridge(), kEngineMoments);
  CleanAndExpect(before);
  for (const Moment& moment : moments) {
    KillEngineAt(moment, "provision", OnBridge());
    CleanAndExpect(before);
  }
}

TEST_F(StormOfEngines, KilledUnderCreate) {
  MakeInstallersImageKnown();
  const std::set<std::string> before = State();
  const std::vector<std::string> words = CreateWords(OnBridge());
  const std::vector<Moment> moments = Moments("create", words, kEngineMoments);
  CleanAndExpect(before);
  for (const Moment& moment : moments) {
    KillEngineAt(moment, "create", words);
    CleanAndExpect(before);
  }
}

TEST_F(StormOfEngines, KilledUnderInstall) {
  MakeInstallersImageKnown();
  const std::set<std::string> before = State();
  ASSERT_EQ(Run("provision", OnBridge()).exit_code, 0);
  const std::vector<Moment> moments =
      Moments("install", {InstallerPath()}, kEngineMoments);
  CleanAndExpect(before);
  for (const Moment& moment : moments) {
    ASSERT_EQ(Run("provision", OnBridge()).exit_code, 0);
    KillEngineAt(moment, "install", {InstallerPath()});
    CleanAndExpect(before);
  }
}

TEST_F(StormOfEngines, KilledUnderSendFile) {
  const std::set<std::string> before = State();
  const ScopedFolder files = *ScopedFolder::Make("/tmp", "storm-");
  const std::string big = files.path() + "/big";
  ASSERT_THAT(WriteFile(big, std::string(256 << 20, 'x'), 0600), IsOk());
  const std::vector<std::string> words = {big, "/opt/big"};
  ASSERT_EQ(Run("provision", OnBridge()).exit_code, 0);
  const std::vector<Moment> moments =
      Moments("send_file", words, kEngineMoments);
  CleanAndExpect(before);
  for (const Moment& moment : moments) {
    ASSERT_EQ(Run("provision", OnBridge()).exit_code, 0);
    KillEngineAt(moment, "send_file", words);
    CleanAndExpect(before);
  }
}

TEST_F(StormOfEngines, KilledUnderDestroy) {
  const std::set<std::string> before = State();
  ASSERT_EQ(Run("provision", OnBridge()).exit_code, 0);
  for (const Moment& moment : Moments("destroy", {id()}, kEngineMoments)) {
    ASSERT_EQ(Run("provision", OnBridge()).exit_code, 0);
    KillEngineAt(moment, "destroy", {id()});
    const ToolResult again = Run("destroy", {"--ignore-missing", id()});
    EXPECT_EQ(again.exit_code, 0) << again;
    CleanStaleAndExpect(before);
  }
}

// The tool is killed, and so is the engine.
TEST_F(StormOfEngines, KilledWithCreate) {
  const std::set<std::string> before = State();
  const std::vector<Moment> moments =
      Moments("provision", OnBridge(), kEngineMoments);
  CleanAndExpect(before);
  for (const Moment& moment : moments) {
    SCOPED_TRACE(testing::PrintToString(moment));
    KillAt(moment, "provision", OnBridge());
    ASSERT_THAT(engine().Kill(), IsOk());
    ASSERT_THAT(engine().StartAgain(Deadline()), IsOk());
    CleanAndExpect(before);
  }
}

TEST_F(StormOfEngines, FrozenUnderCreateThatIsInterruptedTwice) {
  const std::set<std::string> before = State();
  const std::vector<Moment> moments =
      Moments("provision", OnBridge(), kEngineMoments);
  CleanAndExpect(before);
  for (const Moment& moment : moments) {
    SCOPED_TRACE(testing::PrintToString(moment));
    const auto create = Start("provision", OnBridge());
    Await(*create, moment);
    ASSERT_THAT(engine().Freeze(), IsOk());
    create->SendSignal(SIGINT);
    create->EndsWithin(absl::Milliseconds(200));
    create->SendSignal(SIGINT);
    EXPECT_TRUE(create->EndsWithin(kEndLimit)) << "it hangs";
    ASSERT_THAT(engine().Thaw(), IsOk());
    create->SendSignal(SIGKILL);
    create->Wait();
    CleanAndExpect(before);
  }
}

}  // namespace
}  // namespace minidcos
