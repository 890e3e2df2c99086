// The Tab key in real shells, on an engine that is none.

#include <algorithm>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "common/cluster/fake_nodes.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/completion/shell_at_terminal.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Lt;
using ::testing::Not;

ToolOptions OnEngine(const std::string& host) {
  return {.environment = {{"DOCKER_HOST", host}}, .timeout = absl::Minutes(3)};
}

class CompletionTest : public testing::TestWithParam<std::string> {
 protected:
  CompletionTest() {
    for (const char* id : {"alpha", "beta"}) {
      engine_.AddContainer(FakeNodeContainer(id, NodeRole::kMaster, 0));
    }
    engine_.AddContainer(FakeNodeContainer("beta", NodeRole::kAgent, 0));
    engine_.AddContainer(FakeNodeContainer("beta", NodeRole::kAgent, 1));
    engine_.AddContainer(FakeNodeContainer("beta", NodeRole::kPublicAgent, 0));
  }

  // The rest of `line` after Tab, from its end on.
  static std::string Added(ShellAtTerminal& shell, const std::string& line) {
    const std::string completed = shell.Complete(line);
    EXPECT_EQ(completed.substr(0, line.size()), line);
    return completed.substr(std::min(line.size(), completed.size()));
  }

  static void ExpectAdded(ShellAtTerminal& shell, const std::string& line,
                          const std::string& added) {
    EXPECT_EQ(Added(shell, line), added) << line;
  }

  // The same of what the engine is asked for: on a busy machine it may not
  // answer as soon as a user would have it.
  static void ExpectAddedInTime(ShellAtTerminal& shell, const std::string& line,
                                const std::string& added) {
    constexpr int kTimes = 5;
    std::string last;
    for (int i = 0; i < kTimes && last != added; ++i) last = Added(shell, line);
    EXPECT_EQ(last, added) << line;
  }

  FakeEngine engine_;
};

TEST_P(CompletionTest, CompletesToolsAndFlags) {
  ShellAtTerminal shell(GetParam(), OnEngine(engine_.host()));
  ExpectAdded(shell, "minidcos insp", "ect ");
  ExpectAdded(shell, "minidcos docker insp", "ect ");
  ExpectAdded(shell, "minidcos --ver", "sion ");
  ExpectAdded(shell, "minidcos no-such-tool --ver", "");
  ExpectAdded(shell, "minidcos list --out", "put ");
  ExpectAdded(shell, "minidcos docker list -l --out", "put ");
  ExpectAdded(shell, "minidcos-list --lo", "ng ");
  ExpectAdded(shell, "minidcos-exec --no-pre", "fix ");
  ExpectAdded(shell, "minidcos-exec ls --no-pre", "");
  ExpectAdded(shell, "minidcos list --no-such-flag --out", "");
}

TEST_P(CompletionTest, CompletesValuesThatHelpKnows) {
  ShellAtTerminal shell(GetParam(), OnEngine(engine_.host()));
  ExpectAdded(shell, "minidcos list --output j", "son ");
  ExpectAdded(shell, "minidcos list --output=j", "son ");
  ExpectAdded(shell, "minidcos-list --transport \"dock", "er-exec\" ");
  ExpectAdded(shell, "minidcos create --variant ent", "erprise ");
  ExpectAdded(shell, "minidcos exec --role pub", "lic_agent ");
  ExpectAdded(shell, "minidcos provision --linux-distribution=debian-11", " ");
  ExpectAdded(shell, "minidcos provision --masters ", "");
}

TEST_P(CompletionTest, CompletesClustersAndNodes) {
  ShellAtTerminal shell(GetParam(), OnEngine(engine_.host()));
  ExpectAddedInTime(shell, "minidcos inspect -c al", "pha ");
  ExpectAddedInTime(shell, "minidcos inspect --cluster-id=be", "ta ");
  ExpectAddedInTime(shell, "minidcos destroy alpha be", "ta ");
  ExpectAddedInTime(shell, "minidcos exec -c beta --node pub", "lic_agent_0 ");
  ExpectAddedInTime(shell, "minidcos ssh -c alpha --node=m", "aster_0 ");
  ExpectAddedInTime(shell, "minidcos exec -c beta --node a", "gent_");
  EXPECT_THAT(shell.shown(), AllOf(HasSubstr("agent_0"), HasSubstr("agent_1"),
                                   Not(HasSubstr("master_0"))));
  ExpectAdded(shell, "minidcos exec -c no-such --node ", "");
  ExpectAdded(shell, "minidcos exec --all --node ", "");
}

TEST_P(CompletionTest, AsksTheEngineOfTheLine) {
  ShellAtTerminal shell(GetParam(), OnEngine("unix:///nonexistent.sock"));
  ExpectAddedInTime(
      shell, absl::StrCat("minidcos inspect -H ", engine_.host(), " -c al"),
      "pha ");
  ExpectAddedInTime(
      shell, absl::StrCat("minidcos inspect --host=", engine_.host(), " -c al"),
      "pha ");
}

TEST_P(CompletionTest, CompletesFilesAndFolders) {
  ShellAtTerminal shell(GetParam(), OnEngine(engine_.host()));
  for (const char* name : {"installer.sh", "extra file.yaml", "conf.txt"}) {
    ASSERT_THAT(WriteFile(absl::StrCat(shell.folder(), "/", name), "", 0600),
                IsOk());
  }
  std::filesystem::create_directory(shell.folder() + "/confs");
  ExpectAdded(shell, "minidcos create inst", "aller.sh ");
  ExpectAdded(shell, "minidcos create --extra-config ext", "ra\\ file.yaml ");
  ExpectAdded(shell, "minidcos create --extra-config=inst", "aller.sh ");
  ExpectAdded(shell, "minidcos create --genconf-dir conf", "s/");
  ExpectAdded(shell, "minidcos create --copy-to-master inst", "aller.sh ");
  ExpectAdded(shell, "minidcos exec ls inst", "aller.sh ");
  ExpectAdded(shell, "minidcos exec readli", "nk ");
}

TEST_P(CompletionTest, SaysNothingWithoutAnEngine) {
  ShellAtTerminal shell(GetParam(), OnEngine("unix:///nonexistent.sock"));
  ExpectAdded(shell, "minidcos inspect -c al", "");
  EXPECT_THAT(shell.shown(), Not(HasSubstr("nonexistent")));
  ExpectAdded(shell, "minidcos exec --node ma", "");
  ExpectAdded(shell, "minidcos insp", "ect ");
}

TEST_P(CompletionTest, DoesNotWaitForAnEngineThatHangs) {
  ShellAtTerminal shell(GetParam(), OnEngine(engine_.host()));
  const auto stall = engine_.StallNext("GET", "/containers/json");
  // On a busy machine the time may be over before the engine has been asked.
  for (int i = 0; i < 5 && engine_.faults_left() > 0; ++i) {
    const absl::Time start = absl::Now();
    ExpectAdded(shell, "minidcos inspect -c al", "");
    EXPECT_THAT(absl::Now() - start, Lt(absl::Minutes(1)));
  }
  EXPECT_EQ(engine_.faults_left(), 0);
}

// What stands on the line is data: nothing of it is run.
TEST_P(CompletionTest, RunsNothingOfWhatIsTyped) {
  ShellAtTerminal shell(GetParam(), OnEngine(engine_.host()));
  shell.Complete(
      "minidcos exec --env \"$(touch run-1)\" --node `touch run-2` ");
  shell.Complete("minidcos inspect -c $(touch run-3)");
  for (const char* name : {"/run-1", "/run-2", "/run-3"}) {
    EXPECT_FALSE(std::filesystem::exists(shell.folder() + name)) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Shells, CompletionTest, testing::Values("bash", "zsh"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace minidcos
