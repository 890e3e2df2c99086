#include "tools/with/with.h"

#include <signal.h>
#include <sys/stat.h>

#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/cluster/labels.h"
#include "common/cluster/provision/provision_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"
#include "tools/with/run_command.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class WithTest : public ProvisionFixture {
 protected:
  WithTest() { options_.id = "x"; }

  absl::StatusOr<CommandEnd> Run(const std::vector<std::string>& command) {
    with_.create.cluster = options_;
    with_.command = command;
    with_.tools_folder = tools_.path();
    return RunWithCluster(
        {limit_.WithCancellation(interrupted_), limit_, *docker_, progress_},
        with_);
  }

  // Runs a script, $1 being a folder.
  absl::StatusOr<CommandEnd> RunScript(const std::string& script) {
    return Run({"sh", "-c", script, "sh", tools_.path()});
  }

  int ExitCode(const std::string& script) {
    const absl::StatusOr<CommandEnd> end = RunScript(script);
    EXPECT_THAT(end, IsOk());
    return end.ok() ? end->exit_code : -1;
  }

  std::string Read(absl::string_view name) const {
    return ReadFile(absl::StrCat(tools_.path(), "/", name)).value_or("");
  }

  const ScopedFolder tools_ = *ScopedFolder::Make(testing::TempDir(), "with-");
  WithOptions with_;
};

TEST_F(WithTest, PassesTheExitCodeOnAndLeavesNothing) {
  EXPECT_EQ(ExitCode("exit 0"), 0);
  EXPECT_THAT(LeftOver(), IsEmpty());
  EXPECT_EQ(ExitCode("exit 42"), 42);
  EXPECT_THAT(LeftOver(), IsEmpty());
  EXPECT_EQ(ExitCode("kill -TERM $$"), 128 + SIGTERM);
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(WithTest, TellsTheCommandOfTheCluster) {
  EXPECT_EQ(ExitCode("env >$1/env; cp \"$MINIDCOS_SSH_CONFIG\" $1/ssh; "
                     "stat -c %a \"$MINIDCOS_SSH_CONFIG\" >$1/mode"),
            0);
  const std::string env = "\n" + Read("env");
  EXPECT_THAT(env, HasSubstr("\nMINIDCOS_CLUSTER_ID=x\n"));
  EXPECT_THAT(env, HasSubstr(absl::StrCat("\nPATH=", tools_.path(), ":")));
  EXPECT_THAT(env, HasSubstr(absl::StrCat("\nDOCKER_HOST=", docker_->host())));
  for (const char* name :
       {"MASTER_HOSTS", "SLAVE_HOSTS", "PUBLIC_SLAVE_HOSTS", "DCOS_URL"}) {
    EXPECT_THAT(env, testing::ContainsRegex(absl::StrCat("\n", name, "=[^\n]")))
        << name;
  }
  EXPECT_THAT(Read("ssh"), HasSubstr("Host master_0 x.master_0 "));
  EXPECT_THAT(Read("ssh"), HasSubstr("Host public_agent_0 "));
  EXPECT_EQ(Read("mode"), "600\n");
}

TEST_F(WithTest, LeavesNoOtherWayToAnEngine) {
  setenv("DOCKER_CONTEXT", "elsewhere", 1);
  EXPECT_EQ(ExitCode("test -z \"${DOCKER_CONTEXT+x}\""), 0);
  unsetenv("DOCKER_CONTEXT");
}

TEST_F(WithTest, GivesTheNodesALeaseThatIsRenewed) {
  EXPECT_EQ(ExitCode("cp $(dirname $(dirname $MINIDCOS_SSH_CONFIG))"
                     "/genconf/serve/minidcos-lease $1/lease"),
            0);
  EXPECT_THAT(Read("lease"), StartsWith("20 "));
}

TEST_F(WithTest, FindsCommandsAmongTheTools) {
  ASSERT_THAT(
      WriteFile(tools_.path() + "/minidcos", "#!/bin/sh\nexit 9\n", 0755),
      IsOk());
  const auto end = Run({"minidcos", "list"});
  ASSERT_THAT(end, IsOk());
  EXPECT_EQ(end->exit_code, 9);
}

TEST_F(WithTest, MakesNothingForACommandThatCannotBeRun) {
  const auto unknown = Run({"no-such-command"});
  ASSERT_THAT(unknown, IsOk());
  EXPECT_EQ(unknown->exit_code, 127);
  const auto no_program = Run({tools_.path()});
  ASSERT_THAT(no_program, IsOk());
  EXPECT_EQ(no_program->exit_code, 126);
  EXPECT_THAT(engine_.requests(), IsEmpty());
  EXPECT_THAT(progress_.lines(),
              Contains(HasSubstr("no such command: 'no-such-command'")));
}

TEST_F(WithTest, DoesNotRunTheCommandWithoutACluster) {
  engine_.FailNext("POST", "/containers/create", 500, "no space left");
  with_.engine.host = "unix:///none";
  EXPECT_THAT(RunScript("echo >$1/ran"), Not(IsOk()));
  EXPECT_EQ(Read("ran"), "");
  EXPECT_THAT(progress_.lines(), Contains(HasSubstr("doctor: engine: ")));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(WithTest, RefusesABundleOfAnUnknownKindBeforeAnythingIsMade) {
  with_.bundle = tools_.path() + "/logs.rar";
  EXPECT_THAT(RunScript("exit 0"), StatusIs(absl::StatusCode::kInvalidArgument,
                                            HasSubstr("logs.rar")));
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

TEST_F(WithTest, EndsTheCommandAndTheClusterAtAnInterrupt) {
  std::thread interrupter([this] {
    while (Read("begun").empty()) {
      ASSERT_THAT(limit_.WaitFor(absl::Milliseconds(5)), IsOk());
    }
    interrupted_.Cancel();
  });
  options_.keep_on_failure = true;  // that is for failures
  EXPECT_THAT(RunScript("echo >$1/begun; exec sleep 1000"),
              StatusIs(absl::StatusCode::kCancelled));
  interrupter.join();
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(WithTest, KeepsTheClusterOfAFailureIfAsked) {
  options_.keep_on_failure = true;
  EXPECT_EQ(ExitCode("exit 0"), 0);
  EXPECT_THAT(LeftOver(), IsEmpty());
  EXPECT_EQ(ExitCode("exit 3"), 3);
  ASSERT_THAT(engine_.containers(), SizeIs(3));
  for (const FakeContainer& node : engine_.containers()) {
    EXPECT_EQ(node.files.count("/etc/minidcos-kept"), 1u) << node.name;
  }
  EXPECT_THAT(progress_.lines().back(),
              AllOf(StartsWith("note "), HasSubstr("minidcos exec -c x"),
                    HasSubstr("minidcos destroy x")));
}

TEST_F(WithTest, WritesABundleOfAFailureIfAsked) {
  with_.bundle = tools_.path() + "/logs.tar.gz";
  EXPECT_EQ(ExitCode("exit 0"), 0);
  EXPECT_EQ(Read("logs.tar.gz"), "");
  for (int i = 0; i < 2; ++i) {  // also in place of an older one
    EXPECT_EQ(ExitCode("exit 3"), 3);
    EXPECT_THAT(Read("logs.tar.gz"), StartsWith("\x1f\x8b"));
    EXPECT_THAT(LeftOver(), IsEmpty());
  }
}

TEST_F(WithTest, WritesABundleOfAClusterThatDoesNotComeUp) {
  with_.bundle = tools_.path() + "/logs.tar.gz";
  with_.engine.host = "unix:///none";
  engine_.OnStart([](const FakeContainer& container) {
    return absl::StrContains(container.name, "agent")
               ? FakeRun{.stdout_text = "Freezing.\r\n", .exit_code = 255}
               : FakeRun{.stays = true};
  });
  EXPECT_THAT(RunScript("echo >$1/ran"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(Read("ran"), "");
  EXPECT_THAT(Read("logs.tar.gz"), StartsWith("\x1f\x8b"));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(WithTest, WritesABundleOfAClusterThatIsInterruptedWhileItComesUp) {
  with_.bundle = tools_.path() + "/logs.tar.gz";
  engine_.OnStart([this](const FakeContainer&) {
    interrupted_.Cancel();
    return FakeRun{.stays = true};
  });
  EXPECT_THAT(RunScript("exit 0"), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(Read("logs.tar.gz"), StartsWith("\x1f\x8b"));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

// Another question could fail, and then nobody would destroy it.
TEST_F(WithTest, KnowsTheClusterThatItHasMadeWithoutLookingForIt) {
  EXPECT_EQ(ExitCode("exit 0"), 0);
  const std::string label = absl::StrCat(kClusterIdLabel, "=x");
  bool is_complete = false;
  for (const FakeEngine::Request& request : engine_.requests()) {
    const auto value = [&](const char* name) {
      const auto found = request.query.find(name);
      return found == request.query.end() ? "" : found->second;
    };
    is_complete |= request.method == "PUT" && value("path") == "/etc";
    if (!is_complete || request.path != "/containers/json") continue;
    EXPECT_THAT(value("filters"), Not(HasSubstr(label)));
  }
  EXPECT_TRUE(is_complete);
}

TEST_F(WithTest, AllowsTheCommandTheInsecureEngineThatItIsAllowedItself) {
  EXPECT_EQ(ExitCode("test -z \"${MINIDCOS_ALLOW_INSECURE_ENGINE+x}\""), 0);
  with_.engine.allow_insecure = true;
  EXPECT_EQ(ExitCode("test \"$MINIDCOS_ALLOW_INSECURE_ENGINE\" = 1"), 0);
}

TEST_F(WithTest, PrefersTheCommandsFailureToThatOfABundle) {
  with_.bundle = tools_.path() + "/none/logs.tar.gz";
  EXPECT_EQ(ExitCode("exit 3"), 3);
  EXPECT_THAT(progress_.lines(), Contains(HasSubstr("no log bundle: ")));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(WithTest, FailsIfAClusterCannotBeDestroyed) {
  engine_.FailNext("DELETE", "/containers/.*", 500, "device busy");
  EXPECT_THAT(std::string(RunScript("exit 0").status().message()),
              HasSubstr("destroying cluster 'x': device busy"));
  // What is left of the first one.
  options_.id = "y";
  engine_.FailNext("DELETE", "/containers/.*", 500, "device busy");
  EXPECT_EQ(ExitCode("exit 5"), 5) << "the command's failure goes before";
  EXPECT_THAT(progress_.lines(),
              Contains(AllOf(StartsWith("warn "), HasSubstr("device busy"))));
}

}  // namespace
}  // namespace minidcos
