#include "common/node/node.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// A node whose commands all end with `result`.
Node NodeThat(absl::StatusOr<CommandResult> result) {
  return FakeNode(
      NodeRole::kPublicAgent, 1, "172.17.0.2",
      std::make_shared<FakeTransport>(
          [result](const Context&, const FakeCall&) { return result; }));
}

TEST(NodeRole, HasANameThatParses) {
  for (const NodeRole role :
       {NodeRole::kMaster, NodeRole::kAgent, NodeRole::kPublicAgent}) {
    EXPECT_THAT(ParseNodeRole(NodeRoleName(role)), IsOkAndHolds(role));
  }
  EXPECT_EQ(NodeRoleName(NodeRole::kPublicAgent), "public_agent");
}

TEST(NodeRole, IsOfNoOtherName) {
  for (const char* name :
       {"", "Master", "public-agent", "loopback", "master "}) {
    EXPECT_THAT(ParseNodeRole(name),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << name;
  }
}

TEST(Node, IsReferredToByRoleAndIndex) {
  EXPECT_EQ(NodeThat(CommandResult()).reference(), "public_agent_1");
}

TEST(Node, GivesTheCommandAndItsContainerToTheTransport) {
  const auto transport =
      std::make_shared<FakeTransport>([](const Context&, const FakeCall&) {
        return absl::StatusOr<CommandResult>(CommandResult());
      });
  const Node node = FakeNode(NodeRole::kMaster, 0, "172.17.0.2", transport);
  EXPECT_THAT(node.Run(Context(), {.argv = {"ls", "a b"}, .user = "me"}),
              IsOk());
  ASSERT_THAT(transport->calls(), SizeIs(1));
  EXPECT_EQ(transport->calls()[0].container_id, "master_0");
  EXPECT_THAT(transport->calls()[0].command.argv, ElementsAre("ls", "a b"));
  EXPECT_EQ(transport->calls()[0].command.user, "me");
}

TEST(Node, KeepsTheOutputAndExitCodeOfACommand) {
  const auto result =
      NodeThat(CommandResult{
                   .exit_code = 3, .stdout_text = "out", .stderr_text = "err"})
          .Run(Context(), {.argv = {"false"}});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->exit_code, 3);
  EXPECT_EQ(result->stdout_text, "out");
  EXPECT_EQ(result->stderr_text, "err");
}

TEST(Node, NamesItselfInAnErrorOfTheTransport) {
  EXPECT_THAT(
      NodeThat(absl::UnavailableError("broken pipe"))
          .Run(Context(), {.argv = {"true"}}),
      StatusIs(absl::StatusCode::kUnavailable, "public_agent_1: broken pipe"));
}

TEST(Node, PassesTheErrorOfASinkOn) {
  const auto sink = [](absl::string_view) {
    return absl::ResourceExhaustedError("disk full");
  };
  EXPECT_THAT(
      NodeThat(CommandResult{.stdout_text = "out"})
          .Run(Context(), {.argv = {"true"}}, sink, sink),
      StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("disk full")));
}

TEST(MustRun, ReturnsTheOutputOfACommandThatSucceeds) {
  EXPECT_THAT(
      NodeThat(CommandResult{.stdout_text = "out", .stderr_text = "a warning"})
          .MustRun(Context(), {.argv = {"true"}}),
      IsOkAndHolds("out"));
}

TEST(MustRun, ShowsCommandCodeAndOutputOfOneThatFails) {
  const auto output = NodeThat(CommandResult{.exit_code = 2,
                                             .stdout_text = "out\n",
                                             .stderr_text = "err\n"})
                          .MustRun(Context(), {.argv = {"ls", "a b"}});
  EXPECT_THAT(output, StatusIs(absl::StatusCode::kFailedPrecondition,
                               "public_agent_1: ls 'a b' exited with code 2"));
  EXPECT_EQ(GetOutput(output.status()), "out\nerr\n");
}

TEST(MustRun, PassesAnErrorOfTheTransportOn) {
  EXPECT_THAT(NodeThat(absl::CancelledError("interrupted"))
                  .MustRun(Context(), {.argv = {"true"}}),
              StatusIs(absl::StatusCode::kCancelled));
}

}  // namespace
}  // namespace minidcos
