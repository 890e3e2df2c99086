#include "common/cluster/provision/boot.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A console that says the given pieces; at the end it closes, or stays silent.
class ScriptedConsole : public EngineStream {
 public:
  ScriptedConsole(std::vector<std::string> pieces, bool closes)
      : pieces_(std::move(pieces)), closes_(closes) {}

  absl::StatusOr<Piece> Read(const Context& ctx) override {
    if (next_ < pieces_.size()) return Piece{.bytes = pieces_[next_++]};
    if (closes_) return Piece{};
    return ctx.WaitFor(absl::InfiniteDuration());
  }
  absl::Status Write(const Context&, absl::string_view) override {
    return absl::UnimplementedError("a console is only read");
  }
  absl::Status CloseWrite() override { return absl::OkStatus(); }
  int fd() const override { return -1; }

 private:
  std::vector<std::string> pieces_;
  size_t next_ = 0;
  bool closes_;
};

absl::StatusOr<BootReport> Boot(std::vector<std::string> pieces) {
  ScriptedConsole console(std::move(pieces), /*closes=*/true);
  return WaitForBoot(Context(), console);
}

TEST(WaitForBoot, ReportsARunningNode) {
  const auto report = Boot({"minidcos-ready running -\r\n"});
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->state, "running");
  EXPECT_THAT(report->failed_units, IsEmpty());
}

TEST(WaitForBoot, PutsTheLineTogetherFromPieces) {
  const auto report =
      Boot({"Welcome!\r\nmini", "dcos-ready run", "ning -\r", "\n"});
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->state, "running");
}

TEST(WaitForBoot, DoesNotTakeHalfALineForTheWhole) {
  EXPECT_THAT(Boot({"minidcos-ready run"}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(WaitForBoot, ReportsUnitsThatFailedButAreNotEssential) {
  const auto report = Boot({"minidcos-ready degraded a.service,b.timer\r\n"});
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->state, "degraded");
  EXPECT_THAT(report->failed_units, ElementsAre("a.service", "b.timer"));
}

class EssentialUnit : public ::testing::TestWithParam<const char*> {};

TEST_P(EssentialUnit, FailsTheBoot) {
  const auto report = Boot(
      {"x\r\n", "minidcos-ready degraded ", std::string(GetParam()) + "\r\n"});
  EXPECT_THAT(report, StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(Units, EssentialUnit,
                         ::testing::Values("ssh.service", "sshd.service",
                                           "docker.socket",
                                           "minidcos-ready.service"));

TEST(WaitForBoot, ShowsTheLastWordsOfANodeThatEnded) {
  const auto report = Boot({"Failed to mount cgroup\r\n", "Freezing.\r\n"});
  EXPECT_THAT(report, StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("ended while it was booting")));
  EXPECT_THAT(GetOutput(report.status()), HasSubstr("Freezing."));
}

TEST(WaitForBoot, TimesOutWithWhatItHasSeen) {
  ScriptedConsole console({"Starting x...\r\n"}, /*closes=*/false);
  const auto report =
      WaitForBoot(Context().WithTimeout(absl::Milliseconds(20)), console);
  EXPECT_THAT(report, StatusIs(absl::StatusCode::kDeadlineExceeded,
                               HasSubstr("waiting for it to boot")));
  EXPECT_THAT(GetOutput(report.status()), HasSubstr("Starting x"));
}

}  // namespace
}  // namespace minidcos
