#include "tools/logs/read_journals.h"

#include <algorithm>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"
#include "tools/logs/journal_command.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string At(int microseconds, const std::string& text) {
  return absl::StrCat("2026-01-31T12:00:00.", 100000 + microseconds, "+0000 ",
                      text, "\n");
}

// A master and an agent, whose journals are told by their references.
class ReadJournalsTest : public testing::Test {
 protected:
  absl::Status Merge(bool prefixed = true) {
    return MergeJournals(Context(), JournalCommand({}), prefixed, nodes_,
                         Fail(), out_);
  }
  absl::Status Follow() {
    return FollowJournals(Context(), JournalCommand({.follow = true}), true,
                          nodes_, Fail(), out_);
  }

  FailureSink Fail() {
    return [this](const absl::Status& failure) {
      failures_.push_back(std::string(failure.message()));
    };
  }

  std::map<std::string, absl::StatusOr<CommandResult>> journals_ = {
      {"master_0", CommandResult()}, {"agent_0", CommandResult()}};
  const std::shared_ptr<FakeTransport> transport_ =
      std::make_shared<FakeTransport>(
          [this](const Context&, const FakeCall& call) {
            return journals_.at(call.container_id);
          });
  const std::vector<Node> nodes_ = {
      FakeNode(NodeRole::kMaster, 0, "a", transport_),
      FakeNode(NodeRole::kAgent, 0, "b", transport_)};
  std::vector<std::string> failures_;
  std::ostringstream out_;
};

TEST_F(ReadJournalsTest, MergesByTime) {
  journals_["master_0"]->stdout_text = At(1, "a") + At(3, "c") + At(4, "d");
  journals_["agent_0"]->stdout_text = At(2, "b") + At(5, "e");
  EXPECT_THAT(Merge(), IsOk());
  EXPECT_EQ(out_.str(), "master_0 | " + At(1, "a") + "agent_0 | " + At(2, "b") +
                            "master_0 | " + At(3, "c") + "master_0 | " +
                            At(4, "d") + "agent_0 | " + At(5, "e"));
}

TEST_F(ReadJournalsTest, KeepsTheLinesOfAnEntryTogether) {
  journals_["master_0"]->stdout_text = At(1, "a") + "   more\n   of it\n";
  journals_["agent_0"]->stdout_text = At(1, "b") + "   more\n" + At(2, "c");
  EXPECT_THAT(Merge(false), IsOk());
  EXPECT_EQ(out_.str(), At(1, "a") + "   more\n   of it\n" + At(1, "b") +
                            "   more\n" + At(2, "c"));
}

TEST_F(ReadJournalsTest, ShowsALineOfAnyLength) {
  const std::string line(1000000, 'x');
  journals_["master_0"]->stdout_text = At(1, line) + At(3, "c");
  journals_["agent_0"]->stdout_text = At(2, "b");
  EXPECT_THAT(Merge(false), IsOk());
  std::string shown = out_.str();
  shown.erase(std::remove(shown.begin(), shown.end(), '\n'), shown.end());
  std::string expected = At(1, line) + At(2, "b") + At(3, "c");
  expected.erase(std::remove(expected.begin(), expected.end(), '\n'),
                 expected.end());
  EXPECT_EQ(shown, expected);
}

TEST_F(ReadJournalsTest, CompletesALastLine) {
  journals_["agent_0"]->stdout_text = "2026-01-31T12:00:00.1 cut";
  EXPECT_THAT(Merge(), IsOk());
  EXPECT_EQ(out_.str(), "agent_0 | 2026-01-31T12:00:00.1 cut\n");
}

TEST_F(ReadJournalsTest, TellsANodeThatFailsAndGoesOn) {
  journals_["master_0"] = absl::UnavailableError("gone");
  journals_["agent_0"]->stdout_text = At(1, "a");
  EXPECT_THAT(Merge(), IsOk());
  EXPECT_EQ(out_.str(), "agent_0 | " + At(1, "a"));
  EXPECT_THAT(failures_,
              ElementsAre(AllOf(HasSubstr("master_0"), HasSubstr("gone"))));
}

TEST_F(ReadJournalsTest, ShowsWhatAFailedJournalctlPrinted) {
  journals_["master_0"] = CommandResult{
      .exit_code = 1, .stdout_text = At(1, "a"), .stderr_text = "broken\n"};
  EXPECT_THAT(Merge(), IsOk());
  EXPECT_EQ(out_.str(), "master_0 | " + At(1, "a"));
  EXPECT_THAT(failures_, ElementsAre(HasSubstr("broken")));
}

TEST_F(ReadJournalsTest, FailsIfTheOutputCannotBeWritten) {
  journals_["master_0"]->stdout_text = At(1, "a");
  out_.setstate(std::ios::badbit);
  EXPECT_THAT(Merge(), StatusIs(absl::StatusCode::kUnknown));
}

TEST_F(ReadJournalsTest, EndsWithTheContext) {
  Cancellation interrupted;
  interrupted.Cancel();
  EXPECT_THAT(MergeJournals(Context().WithCancellation(interrupted),
                            JournalCommand({}), true, nodes_, Fail(), out_),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(failures_, IsEmpty());
}

TEST_F(ReadJournalsTest, FollowsUntilAllHaveEnded) {
  journals_["master_0"]->stdout_text = At(1, "a");
  journals_["agent_0"] =
      CommandResult{.exit_code = 137, .stdout_text = At(2, "b")};
  EXPECT_THAT(Follow(), IsOk());
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("master_0 | " + At(1, "a")),
                                HasSubstr("agent_0 | " + At(2, "b"))));
  EXPECT_THAT(failures_,
              ElementsAre("agent_0: journalctl exited with code 137"));
}

}  // namespace
}  // namespace minidcos
