#include "common/doctor/engine_checks.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/finding_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"
#include "testing/user_folders.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kGone[] = "unix:///nonexistent/docker.sock";

TEST(JudgeVersion, WantsCgroupNamespaces) {
  EXPECT_THAT(JudgeVersion("20.10.24", {1, 41}),
              Finds(Verdict::kOk, "Docker 20.10.24, API 1.41"));
  EXPECT_THAT(JudgeVersion("18.09.1", {1, 39}),
              Finds(Verdict::kNote, HasSubstr("no cgroup namespaces"),
                    HasSubstr("20.10")));
}

TEST(JudgeDockerGroup, TellsWhatIsMissing) {
  GroupClues clues = {.socket = "/s", .user = "joe"};
  EXPECT_THAT(JudgeDockerGroup(clues),
              Finds(Verdict::kError,
                    "joe may not use /s: not in the group 'docker', which "
                    "there is not",
                    HasSubstr("groupadd docker")));
  clues.has_group = true;
  EXPECT_THAT(
      JudgeDockerGroup(clues),
      Finds(Verdict::kError, "joe may not use /s: not in the group 'docker'",
            StartsWith("'sudo usermod -aG docker $USER'")));
  clues.user_is_in_group = true;
  EXPECT_THAT(JudgeDockerGroup(clues),
              Finds(Verdict::kError, HasSubstr("has not logged in since"),
                    HasSubstr("newgrp docker")));
  clues.process_is_in_group = true;
  EXPECT_THAT(JudgeDockerGroup(clues),
              Finds(Verdict::kError, HasSubstr("although in the group"),
                    HasSubstr("chgrp docker /s")));
  clues.may_use_socket = true;
  EXPECT_THAT(JudgeDockerGroup(clues),
              Finds(Verdict::kOk, "joe may use /s", IsEmpty()));
}

TEST(JudgeDockerMachine, NamesWhatIsNotSupported) {
  EXPECT_THAT(JudgeDockerMachine("Boot2Docker 19.03.12 (TCL 10.1)", ""),
              Finds(Verdict::kError, HasSubstr("Boot2Docker 19.03.12"),
                    HasSubstr("Docker Desktop")));
  EXPECT_THAT(JudgeDockerMachine("Ubuntu 20.04", "dev"),
              Finds(Verdict::kWarning, HasSubstr("docker-machine's 'dev'")));
  EXPECT_THAT(JudgeDockerMachine("Ubuntu 20.04", ""),
              Finds(Verdict::kOk, "neither: it runs on Ubuntu 20.04"));
}

class EngineChecksTest : public testing::Test {
 protected:
  EngineChecksTest() {
    for (const char* name : kVariables) unsetenv(name);
    setenv("DOCKER_CONFIG", folders_.temporary().c_str(), 1);
  }
  ~EngineChecksTest() override {
    for (const char* name : kVariables) unsetenv(name);
  }

  static constexpr const char* kVariables[] = {
      "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_API_VERSION",
      "DOCKER_MACHINE_NAME", "DOCKER_CONFIG"};

  Examination Examine(const std::string& host) {
    return Examination(Context().WithTimeout(absl::Seconds(30)), Context(),
                       {.engine = {.host = host}});
  }

  const UserFolders folders_;
  FakeEngine engine_;
};

TEST_F(EngineChecksTest, FindAnEngine) {
  Examination examination = Examine(engine_.host());
  EXPECT_THAT(CheckEngineAnswers(examination),
              IsOkAndHolds(Finds(Verdict::kOk,
                                 absl::StrCat("answers at ", engine_.host()))));
  EXPECT_THAT(CheckVersion(examination),
              IsOkAndHolds(Finds(Verdict::kOk, "Docker 20.10.24, API 1.41")));
  EXPECT_THAT(CheckDockerGroup(examination),
              IsOkAndHolds(Finds(Verdict::kOk, HasSubstr(" may use /tmp/"))));
}

TEST_F(EngineChecksTest, TellOfOneThatIsTooOld) {
  engine_.SetApiVersion("1.29");
  Examination examination = Examine(engine_.host());
  EXPECT_THAT(CheckEngineAnswers(examination),
              IsOkAndHolds(Finds(Verdict::kOk, HasSubstr("but is too old"))));
  EXPECT_THAT(CheckVersion(examination),
              IsOkAndHolds(Finds(Verdict::kError, HasSubstr("1.29"),
                                 HasSubstr("17.06 or later"))));
}

TEST_F(EngineChecksTest, TellOfAVersionOfTheEnvironmentThatIsRefused) {
  for (const char* version : {"1.24", "1.50", "new"}) {
    setenv("DOCKER_API_VERSION", version, 1);
    Examination examination = Examine(engine_.host());
    EXPECT_THAT(CheckVersion(examination),
                IsOkAndHolds(Finds(
                    Verdict::kError,
                    AllOf(HasSubstr("DOCKER_API_VERSION"), HasSubstr(version)),
                    "unset DOCKER_API_VERSION")));
  }
  // Which is not to blame here.
  engine_.SetApiVersion("1.29");
  Examination examination = Examine(engine_.host());
  EXPECT_THAT(CheckVersion(examination),
              IsOkAndHolds(Finds(Verdict::kError, HasSubstr("1.29"),
                                 HasSubstr("17.06 or later"))));
}

TEST_F(EngineChecksTest, TellOfAnEngineThatIsNewerThanWe) {
  engine_.FailNext("GET", "/version", 400,
                   "client version 1.41 is too old. Minimum supported API "
                   "version is 1.60");
  Examination examination = Examine(engine_.host());
  EXPECT_THAT(
      CheckVersion(examination),
      IsOkAndHolds(Finds(Verdict::kError, HasSubstr("is too old. Minimum"),
                         HasSubstr("newer minidcos"))));
}

TEST_F(EngineChecksTest, TellOfOneThatDoesNotAnswerInTime) {
  const auto stall = engine_.StallNext("GET", "/_ping");
  Examination examination(Context().WithTimeout(absl::Milliseconds(300)),
                          Context(), {.engine = {.host = engine_.host()}});
  EXPECT_THAT(CheckEngineAnswers(examination),
              IsOkAndHolds(Finds(Verdict::kError, StartsWith("does not answer"),
                                 HasSubstr("start the engine again"))));
}

// The socket of a user's own engine is looked at after the usual one: one of
// them answers, whatever this machine has.
TEST_F(EngineChecksTest, TellOfAWrongContext) {
  const std::string socket(absl::StripPrefix(engine_.host(), "unix://"));
  ASSERT_EQ(
      symlink(socket.c_str(), (folders_.runtime() + "/docker.sock").c_str()),
      0);
  setenv("DOCKER_HOST", kGone, 1);
  Examination by_variable = Examine("");
  EXPECT_THAT(
      CheckEngineAnswers(by_variable),
      IsOkAndHolds(Finds(Verdict::kError,
                         StartsWith("wrong context: DOCKER_HOST names an "))));
  unsetenv("DOCKER_HOST");
  ASSERT_THAT(WriteFile(folders_.temporary() + "/config.json",
                        R"({"currentContext": "gone"})", 0644),
              IsOk());
  Examination by_context = Examine("");
  EXPECT_THAT(
      CheckEngineAnswers(by_context),
      IsOkAndHolds(Finds(
          Verdict::kError,
          StartsWith("wrong context: the Docker context 'gone' names none"))));
  setenv("DOCKER_CONTEXT", "lost", 1);
  Examination by_context_variable = Examine("");
  EXPECT_THAT(CheckEngineAnswers(by_context_variable),
              IsOkAndHolds(Finds(
                  Verdict::kError,
                  StartsWith("wrong context: DOCKER_CONTEXT names none"))));
}

TEST_F(EngineChecksTest, TellThatAUserMayNotUseTheSocket) {
  const std::string socket(absl::StripPrefix(engine_.host(), "unix://"));
  ASSERT_EQ(chmod(socket.c_str(), 0), 0);
  const std::string folder = socket.substr(0, socket.rfind('/'));
  ASSERT_EQ(chmod(folder.c_str(), 0755), 0);
  // To root nothing is refused.
  const uid_t user = getuid();
  ASSERT_EQ(setreuid(user == 0 ? 65534 : user, geteuid()), 0);
  Examination examination = Examine(engine_.host());
  const absl::StatusOr<Finding> finding = CheckDockerGroup(examination);
  ASSERT_EQ(setreuid(user, geteuid()), 0);
  EXPECT_THAT(finding, IsOkAndHolds(Finds(
                           Verdict::kError,
                           HasSubstr(absl::StrCat(" may not use ", socket)),
                           HasSubstr("docker"))));
}

TEST_F(EngineChecksTest, NameTheMachineOfDockerMachine) {
  setenv("DOCKER_MACHINE_NAME", "dev", 1);
  Examination examination = Examine(engine_.host());
  EXPECT_THAT(CheckDockerMachine(examination),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("'dev'"))));
}

TEST_F(EngineChecksTest, TellOfNone) {
  Examination examination = Examine(kGone);
  EXPECT_THAT(CheckEngineAnswers(examination),
              IsOkAndHolds(Finds(Verdict::kError, HasSubstr(kGone))));
  EXPECT_THAT(CheckVersion(examination),
              StatusIs(absl::StatusCode::kUnavailable, "no engine"));
  EXPECT_THAT(CheckDockerGroup(examination),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("no socket /nonexistent/docker.sock")));
}

TEST_F(EngineChecksTest, TellOfAnUnknownContext) {
  Examination examination(Context(), Context(),
                          {.engine = {.context = "no-such-context"}});
  EXPECT_THAT(
      CheckEngineAnswers(examination),
      IsOkAndHolds(Finds(Verdict::kError, HasSubstr("'no-such-context'"))));
}

TEST_F(EngineChecksTest, NameBoot2Docker) {
  engine_.AnswerNext("GET", "/info",
                     "HTTP/1.1 200 OK\r\nContent-Length: 49\r\n\r\n"
                     "{\"OperatingSystem\": \"Boot2Docker 19.03 (TCL 10)\"}");
  Examination examination = Examine(engine_.host());
  EXPECT_THAT(CheckDockerMachine(examination),
              IsOkAndHolds(Finds(Verdict::kError, HasSubstr("Boot2Docker"))));
}

}  // namespace
}  // namespace minidcos
