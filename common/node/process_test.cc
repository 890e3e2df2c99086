#include "common/node/process.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node_identity.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Context Deadline() { return Context().WithTimeout(absl::Seconds(30)); }

// A node "n" on which every command does what `handler` says.
class Site {
 public:
  explicit Site(FakeTransport::Handler handler)
      : transport_(std::make_shared<FakeTransport>(std::move(handler))) {}
  explicit Site(CommandResult result)
      : Site([result](const Context&, const FakeCall&) { return result; }) {}

  std::unique_ptr<Process> Start(const Command& command) {
    auto process =
        Process::Start(Deadline(), transport_, {.container_id = "n"}, command);
    EXPECT_THAT(process, IsOk());
    return process.ok() ? *std::move(process) : nullptr;
  }

  // Runs the command "cmd" to its end.
  absl::StatusOr<int> Run(const Context& ctx,
                          const InputSource& input = nullptr) {
    const auto process =
        Start({.argv = {"cmd"}, .has_input = input != nullptr});
    return RunToEnd(ctx, *process, AppendTo(stdout_text), AppendTo(stderr_text),
                    input);
  }

  const FakeTransport& transport() const { return *transport_; }

  std::string stdout_text;
  std::string stderr_text;

 private:
  static OutputSink AppendTo(std::string& text) {
    return [&text](absl::string_view piece) {
      absl::StrAppend(&text, piece);
      return absl::OkStatus();
    };
  }

  const std::shared_ptr<FakeTransport> transport_;
};

// A command that never ends by itself.
absl::StatusOr<CommandResult> Forever(const Context& ctx, const FakeCall&) {
  return ctx.WaitFor(absl::InfiniteDuration());
}

TEST(Process, IsReadToItsEnd) {
  Site site(CommandResult{
      .exit_code = 3, .stdout_text = "out", .stderr_text = "err"});
  const auto process = site.Start({.argv = {"cmd"}});
  ASSERT_NE(process, nullptr);
  EXPECT_EQ(process->Read(Deadline())->bytes, "out");
  EXPECT_EQ(process->Read(Deadline())->bytes, "err");
  EXPECT_EQ(process->Read(Deadline())->bytes, "");
  EXPECT_THAT(process->Wait(Deadline()), IsOkAndHolds(3));
}

TEST(Process, LeavesNothingRunningThatWasNotWaitedFor) {
  Site site(Forever);
  site.Start({.argv = {"cmd"}}).reset();
  EXPECT_THAT(site.transport().signals(), ElementsAre("n KILL"));
}

TEST(Process, IsNotKilledOnceItWasWaitedFor) {
  Site site(CommandResult{});
  EXPECT_THAT(site.Run(Deadline()), IsOkAndHolds(0));
  EXPECT_THAT(site.transport().signals(), IsEmpty());
}

TEST(Process, IsAskedToEndWhenItsTimeIsOver) {
  Site site(Forever);
  EXPECT_THAT(site.Run(Context().WithTimeout(absl::Milliseconds(50))),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(site.transport().signals(), ElementsAre("n TERM"));
}

TEST(Process, IsHungUpOnIfItHasATerminal) {
  Site site(Forever);
  const auto process = site.Start({.argv = {"sh"}, .terminal = TerminalSize()});
  ASSERT_NE(process, nullptr);
  Cancellation interrupted;
  interrupted.Cancel();
  const auto drop = [](absl::string_view) { return absl::OkStatus(); };
  EXPECT_THAT(
      RunToEnd(Context().WithCancellation(interrupted), *process, drop, drop),
      StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(site.transport().signals(), ElementsAre("n HUP"));
}

TEST(Process, IsKilledAtOnceWithoutPatience) {
  Site site(Forever);
  const auto process = site.Start({.argv = {"cmd"}});
  ASSERT_NE(process, nullptr);
  Cancellation impatient;
  impatient.Cancel();
  const auto drop = [](absl::string_view) { return absl::OkStatus(); };
  process->End(drop, drop, Context().WithCancellation(impatient));
  EXPECT_THAT(site.transport().signals(), ElementsAre("n KILL"));
}

TEST(Process, IsReadToItsEndThoughNobodyTakesItsOutput) {
  Site site(CommandResult{.stdout_text = "out", .stderr_text = "err"});
  const auto process = site.Start({.argv = {"cmd"}});
  ASSERT_NE(process, nullptr);
  const auto refuse = [](absl::string_view) {
    return absl::UnknownError("full");
  };
  EXPECT_THAT(RunToEnd(Deadline(), *process, refuse, refuse),
              StatusIs(absl::StatusCode::kUnknown, "full"));
  EXPECT_THAT(site.transport().signals(), ElementsAre("n TERM"));
}

TEST(Process, GetsItsWholeInput) {
  Site site([](const Context&, const FakeCall& call) {
    return CommandResult{.stdout_text = call.input};
  });
  int left = 3;
  EXPECT_THAT(site.Run(Deadline(),
                       [&](const Context&) -> absl::StatusOr<std::string> {
                         return left-- > 0 ? absl::StrCat(left) : "";
                       }),
              IsOkAndHolds(0));
  EXPECT_EQ(site.stdout_text, "210");
}

TEST(Process, IsEndedWhenItsInputFails) {
  Site site(Forever);
  EXPECT_THAT(site.Run(Deadline(),
                       [](const Context&) -> absl::StatusOr<std::string> {
                         return absl::DataLossError("bad disk");
                       }),
              StatusIs(absl::StatusCode::kDataLoss, "bad disk"));
  EXPECT_THAT(site.transport().signals(), ElementsAre("n TERM"));
}

// A source that blocks, as a terminal does, is told to stop by its context.
TEST(Process, EndsThoughItsInputDoesNot) {
  Site site([](const Context&, const FakeCall&) { return CommandResult(); });
  bool has_given = false;
  EXPECT_THAT(site.Run(Context().WithTimeout(absl::Milliseconds(50)),
                       [&](const Context& ctx) -> absl::StatusOr<std::string> {
                         if (!std::exchange(has_given, true)) return "a";
                         return ctx.WaitFor(absl::InfiniteDuration());
                       }),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace minidcos
