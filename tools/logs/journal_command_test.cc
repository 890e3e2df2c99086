#include "tools/logs/journal_command.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(JournalTime, TakesADurationAsSoLongAgo) {
  EXPECT_EQ(JournalTime("10m"), "-10m");
  EXPECT_EQ(JournalTime("1h30m"), "-1h30m");
  EXPECT_EQ(JournalTime("2 days"), "-2 days");
  EXPECT_EQ(JournalTime("1.5h"), "-1.5h");
}

TEST(JournalTime, UnderstandsRfc3339) {
  EXPECT_EQ(JournalTime("2026-01-31T12:00:00Z"), "@1769860800");
  EXPECT_EQ(JournalTime("2026-01-31T14:00:00.5+02:00"), "@1769860800");
}

TEST(JournalTime, LeavesTheRestToJournalctl) {
  for (const char* time : {"yesterday", "2026-01-31 12:00", "-1h", "10m ago",
                           "@1769860800", "nonsense", "5"}) {
    EXPECT_EQ(JournalTime(time), time);
  }
}

TEST(JournalCommand, AsksForWhatIsWanted) {
  EXPECT_THAT(
      JournalCommand({.units = {"a", "b*"}, .since = "1h", .follow = true})
          .argv,
      AllOf(Contains("--unit=a"), Contains("--unit=b*"),
            Contains("--since=-1h"), Contains("--follow")));
  EXPECT_THAT(JournalCommand({.lines = "5"}).argv, Contains("--lines=5"));
  EXPECT_THAT(JournalCommand({}).argv, Not(Contains("--follow")));
}

TEST(CheckOptions, RefusesWhatMakesNoSense) {
  EXPECT_THAT(CheckOptions({}), IsOk());
  EXPECT_THAT(CheckOptions({.lines = "0"}), IsOk());
  for (const char* lines : {"x", "-1", "1.5", "99999999999999999999"}) {
    EXPECT_THAT(CheckOptions({.lines = lines}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(lines)));
  }
  EXPECT_THAT(CheckOptions({.since = "1h", .lines = "1"}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckOptions({.units = {""}}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// Two nodes that answer a check as told, by container id.
class CheckOnNodesTest : public testing::Test {
 protected:
  absl::Status Check(const JournalOptions& options) {
    return CheckOnNodes(Context(),
                        {FakeNode(NodeRole::kMaster, 0, "a", transport_),
                         FakeNode(NodeRole::kAgent, 0, "b", transport_)},
                        options);
  }

  absl::StatusOr<CommandResult> master_ = CommandResult();
  absl::StatusOr<CommandResult> agent_ = CommandResult();
  const std::shared_ptr<FakeTransport> transport_ =
      std::make_shared<FakeTransport>(
          [this](const Context&, const FakeCall& call) {
            return call.container_id == "master_0" ? master_ : agent_;
          });
};

TEST_F(CheckOnNodesTest, AsksNothingIfThereIsNothingToAsk) {
  EXPECT_THAT(Check({.lines = "5"}), IsOk());
  EXPECT_THAT(transport_->calls(), IsEmpty());
}

TEST_F(CheckOnNodesTest, TakesAUnitThatOneNodeKnows) {
  master_->stdout_text = "a.service\n";
  agent_->stdout_text = "b.service\n";
  EXPECT_THAT(Check({.units = {"a.service", "b.service"}}), IsOk());
  EXPECT_THAT(Check({.units = {"a.service", "c.service"}}),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("any of the 2 nodes: 'c.service'")));
}

TEST_F(CheckOnNodesTest, TellsWhatJournalctlSaysOfATime) {
  agent_->exit_code = 64;
  agent_->stderr_text = "Failed to parse timestamp: bad\n";
  EXPECT_THAT(Check({.since = "bad"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "--since 'bad': Failed to parse timestamp: bad"));
}

TEST_F(CheckOnNodesTest, LeavesOutNodesThatCannotBeAsked) {
  master_ = absl::UnavailableError("gone");
  agent_->stdout_text = "a.service\n";
  EXPECT_THAT(Check({.units = {"a.service"}}), IsOk());
  EXPECT_THAT(
      Check({.units = {"b.service"}}),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("on the node: 'b")));
  agent_ = absl::UnavailableError("gone");
  EXPECT_THAT(Check({.units = {"b.service"}}), IsOk());
}

TEST(JournalResult, TellsTheLastWordsOfAFailure) {
  const Node node = FakeNode(NodeRole::kMaster, 0, "a", nullptr);
  EXPECT_THAT(JournalResult(node, 0, "a warning\n"), IsOk());
  EXPECT_THAT(JournalResult(node, 1, "first\nlast\n"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "master_0: journalctl exited with code 1: last"));
  EXPECT_THAT(JournalResult(node, 137, ""),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "master_0: journalctl exited with code 137"));
}

}  // namespace
}  // namespace minidcos
