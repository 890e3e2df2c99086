// What is said of an engine that is not reached, case by case.

#include "absl/status/status.h"
#include "common/doctor/engine_checks.h"
#include "common/doctor/finding.h"
#include "common/doctor/finding_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

EngineClues Unreachable() {
  return {.status = absl::UnavailableError("No such file or directory"),
          .host = "unix:///var/run/docker.sock"};
}

TEST(JudgeEngine, TellsWhyThereIsNone) {
  EngineClues clues = Unreachable();
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "not installed: No such file or directory",
                    AllOf(HasSubstr("apt-get install docker.io"),
                          Not(HasSubstr("names")))));
  clues.is_installed = true;
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "not running: No such file or directory",
                    HasSubstr("systemctl start docker")));
  // The socket of a context, of an engine without root, or of a CI.
  clues.named_by = "the Docker context 'desktop-linux'";
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "not running: No such file or directory",
                    AllOf(HasSubstr("or Docker Desktop"),
                          HasSubstr("context 'desktop-linux' names"))));
  clues.is_installed = false;
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "not installed: No such file or directory",
                    HasSubstr("context 'desktop-linux' names")));
}

TEST(JudgeEngine, TellsOfAnEngineElsewhere) {
  EngineClues clues = {.status = absl::UnavailableError("no route"),
                       .host = "ssh://server",
                       .named_by = "DOCKER_HOST"};
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "no route",
                    "it is named by DOCKER_HOST: start it, or choose another"));
  clues.status = absl::DeadlineExceededError("timed out");
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "does not answer: timed out",
                    "see whether its machine is well; it is named by "
                    "DOCKER_HOST"));
}

// A ping gives up before our time is over.
TEST(JudgeEngine, DoesNotTakeSilenceForAnEngineThatDoesNotRun) {
  EngineClues clues = Unreachable();
  clues.is_installed = true;
  clues.status = absl::UnavailableError("no answer for 10s; is it running?");
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, StartsWith("does not answer: no answer"),
                    HasSubstr("start the engine again")));
  clues.named_by = "DOCKER_HOST";
  clues.default_answers = true;
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, StartsWith("does not answer")));
  // Nobody need be there.
  clues.host = "ssh://server";
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, StartsWith("wrong context")));
}

TEST(JudgeEngine, KnowsAWrongContext) {
  EngineClues clues = Unreachable();
  clues.named_by = "DOCKER_HOST";
  clues.default_answers = true;
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError,
                    AllOf(StartsWith("wrong context: "),
                          HasSubstr("DOCKER_HOST names an engine that does"),
                          HasSubstr("(No such file or directory)")),
                    HasSubstr("docker context use default")));
  clues.status = absl::InvalidArgumentError("no such Docker context: 'x'");
  EXPECT_THAT(
      JudgeEngine(clues),
      Finds(Verdict::kError, StartsWith("wrong context: DOCKER_HOST names "
                                        "none, and without that another")));
  // That one may well answer: it is us who do not ask it.
  clues.status = absl::FailedPreconditionError("is reached by plain tcp");
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "is reached by plain tcp",
                    "it is named by DOCKER_HOST: mend that, or choose "
                    "another"));
}

TEST(JudgeEngine, TellsThatItMayNotBeUsed) {
  EngineClues clues = {.status = absl::PermissionDeniedError("refused"),
                       .host = "unix:///var/run/docker.sock"};
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "no permission: refused",
                    HasSubstr("usermod -aG docker")));
  clues.host = "tcp://server:2376";
  EXPECT_THAT(JudgeEngine(clues),
              Finds(Verdict::kError, "no permission: refused",
                    Not(HasSubstr("usermod"))));
}

TEST(JudgeEngine, LeavesAnOldOneToItsVersion) {
  EXPECT_THAT(JudgeEngine({.status = absl::FailedPreconditionError(
                               "it speaks API version 1.24"),
                           .host = "unix:///x"}),
              Finds(Verdict::kOk, "answers at unix:///x, but is too old"));
}

}  // namespace
}  // namespace minidcos
