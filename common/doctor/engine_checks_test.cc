#include "common/doctor/engine_checks.h"

#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/finding_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kGone[] = "unix:///nonexistent/docker.sock";

EngineClues Unreachable() {
  return {.status = absl::UnavailableError("No such file or directory"),
          .host = "unix:///var/run/docker.sock"};
}

TEST(JudgeEngine, TellsWhyThereIsNone) {
  EngineClues clues = Unreachable();
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "not installed: No such file or directory",
                    HasSubstr("apt-get install docker.io")));
  clues.is_installed = true;
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "not running: No such file or directory",
                    HasSubstr("systemctl start docker")));
  clues.named_by = "DOCKER_HOST";
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "No such file or directory",
                    HasSubstr("named by DOCKER_HOST")));
  clues.default_answers = true;
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError,
                    AllOf(StartsWith("wrong context: "),
                          HasSubstr("DOCKER_HOST names an engine"),
                          HasSubstr("(No such file or directory)")),
                    HasSubstr("docker context use default")));
}

TEST(JudgeEngine, TellsThatItMayNotBeUsed) {
  EngineClues clues = {.status = absl::PermissionDeniedError("refused")};
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "no permission: refused",
                    HasSubstr("usermod -aG docker")));
}

TEST(JudgeEngine, LeavesAnOldOneToItsVersion) {
  EXPECT_THAT(JudgeEngine({.status = absl::FailedPreconditionError(
                               "it speaks API version 1.24"),
                           .host = "unix:///x"}),
              Finds(Verdict::kOk, "answers at unix:///x, but is too old"));
}

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
  Examination Examine(const std::string& host) {
    return Examination(Context().WithTimeout(absl::Seconds(30)), Context(),
                       {.engine = {.host = host}});
  }

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
