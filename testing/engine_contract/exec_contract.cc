#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/engine_contract/contract_fixture.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

TEST_F(EngineContract, RunsAnExec) {
  const std::string container = Start({"stay", ""});
  const std::string exec = CreateExec(container, {"both", "out", "err"});
  const auto stream = docker().StartExec(ctx(), exec, /*tty=*/false);
  ASSERT_THAT(stream, IsOk());
  EXPECT_EQ(ReadAll(**stream), Output("out", "err"));
  EXPECT_EQ(ExitCode(exec), 0);
}

TEST_F(EngineContract, TellsTheExitCodeOfAnExec) {
  const std::string container = Start({"stay", ""});
  const std::string exec = CreateExec(container, {"exit", "42"});
  EXPECT_FALSE(docker().InspectExec(ctx(), exec)->has_exit_code());
  const auto stream = docker().StartExec(ctx(), exec, /*tty=*/false);
  ASSERT_THAT(stream, IsOk());
  EXPECT_EQ(ReadAll(**stream), Output("", ""));
  EXPECT_EQ(ExitCode(exec), 42);
}

TEST_F(EngineContract, SendsStdinToAnExec) {
  const std::string container = Start({"stay", ""});
  const std::string exec = CreateExec(container, {"cat"}, /*with_stdin=*/true);
  const auto stream = docker().StartExec(ctx(), exec, /*tty=*/false);
  ASSERT_THAT(stream, IsOk());
  const std::string input(300000, 'i');
  EXPECT_THAT((*stream)->Write(ctx(), input), IsOk());
  EXPECT_THAT((*stream)->CloseWrite(), IsOk());
  EXPECT_EQ(ReadAll(**stream).first.size(), input.size());
  EXPECT_EQ(ExitCode(exec), 0);
}

TEST_F(EngineContract, ReadsMuchOutputOfAnExec) {
  const std::string container = Start({"stay", ""});
  const std::string exec = CreateExec(container, {"much", "5000"});
  const auto stream = docker().StartExec(ctx(), exec, /*tty=*/false);
  ASSERT_THAT(stream, IsOk());
  EXPECT_EQ(ReadAll(**stream).first.size(), 5000000u);
  EXPECT_EQ(ExitCode(exec), 0);
}

TEST_F(EngineContract, RunsAnExecOnATerminal) {
  const std::string container = Start({"stay", ""});
  docker::CreateExecRequest request;
  for (const char* word : {"/tiny", "both", "one ", "two"}) {
    request.add_cmd(word);
  }
  request.set_tty(true);
  request.set_attach_stdout(true);
  request.set_attach_stderr(true);
  const auto exec = docker().CreateExec(ctx(), container, request);
  ASSERT_THAT(exec, IsOk());
  const auto stream = docker().StartExec(ctx(), *exec, /*tty=*/true);
  ASSERT_THAT(stream, IsOk());
  EXPECT_EQ(ReadAll(**stream), Output("one two", ""));
  EXPECT_EQ(ExitCode(*exec), 0);
}

TEST_F(EngineContract, ResizesTheTerminalOfAnExec) {
  const std::string container = Start({"stay", ""});
  docker::CreateExecRequest request;
  for (const char* word : {"/tiny", "cat"}) request.add_cmd(word);
  request.set_tty(true);
  request.set_attach_stdin(true);
  request.set_attach_stdout(true);
  const auto exec = docker().CreateExec(ctx(), container, request);
  ASSERT_THAT(exec, IsOk());
  const auto stream = docker().StartExec(ctx(), *exec, /*tty=*/true);
  ASSERT_THAT(stream, IsOk());
  EXPECT_THAT(docker().ResizeExec(ctx(), *exec, 40, 132), IsOk());
  EXPECT_THAT(docker().ResizeExec(ctx(), std::string(64, 'e'), 40, 132),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(EngineContract, TellsThatThereIsNoSuchProgram) {
  const std::string container = Start({"stay", ""});
  docker::CreateExecRequest request;
  request.add_cmd("/nonexistent");
  request.set_attach_stdout(true);
  request.set_attach_stderr(true);
  const auto exec = docker().CreateExec(ctx(), container, request);
  ASSERT_THAT(exec, IsOk());
  const auto stream = docker().StartExec(ctx(), *exec, /*tty=*/false);
  ASSERT_THAT(stream, IsOk());
  EXPECT_THAT(ReadAll(**stream).first, HasSubstr("no such file or directory"));
  EXPECT_THAT(ExitCode(*exec), AnyOf(126, 127));
}

TEST_F(EngineContract, EndsAReadOfAQuietExecWithItsContext) {
  const std::string container = Start({"stay", ""});
  const std::string exec = CreateExec(container, {"stay", "here"});
  const auto stream = docker().StartExec(ctx(), exec, /*tty=*/false);
  ASSERT_THAT(stream, IsOk());
  const auto piece = (*stream)->Read(ctx());
  ASSERT_THAT(piece, IsOk());
  EXPECT_EQ(piece->bytes, "here");
  EXPECT_TRUE(docker().InspectExec(ctx(), exec)->running());
  EXPECT_THAT((*stream)->Read(ctx().WithTimeout(absl::Milliseconds(50))),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(EngineContract, ExecsOnlyInWhatRuns) {
  docker::CreateExecRequest request;
  request.add_cmd("/tiny");
  EXPECT_THAT(docker().CreateExec(ctx(), Create({"stay", ""}), request),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("is not running")));
}

TEST_F(EngineContract, EndsExecsWithTheirContainer) {
  const std::string container = Start({"stay", ""});
  const std::string exec = CreateExec(container, {"stay", ""});
  ASSERT_THAT(docker().KillContainer(ctx(), container), IsOk());
  ASSERT_THAT(docker().WaitContainer(ctx(), container), IsOk());
  // Engines differ in whether they remember it.
  EXPECT_THAT(docker().StartExec(ctx(), exec, /*tty=*/false),
              AnyOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    StatusIs(absl::StatusCode::kNotFound)));
}

TEST_F(EngineContract, KnowsWhatIsNoExec) {
  const auto missing = StatusIs(absl::StatusCode::kNotFound);
  EXPECT_THAT(docker().InspectExec(ctx(), "0123"), missing);
  EXPECT_THAT(docker().StartExec(ctx(), "0123", /*tty=*/false), missing);
}

}  // namespace
}  // namespace minidcos
