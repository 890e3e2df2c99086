#include "common/dcos/wait/node_watch.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

// A master and two agents, and what the transport says of each.
class NodeWatchTest : public testing::Test {
 protected:
  // What comes of waiting for something that is there at the second look.
  absl::Status Poll(absl::Duration interval) {
    const auto step = NoProgress().Begin("Waiting");
    int looks = 0;
    return NodeWatch(nodes_, interval).PollUntil(Context(), *step, "X", [&] {
      return ++looks == 2 ? absl::OkStatus()
                          : absl::UnavailableError("not yet");
    });
  }

  const std::shared_ptr<FakeTransport> transport_ =
      std::make_shared<FakeTransport>(
          [this](const Context&,
                 const FakeCall& call) -> absl::StatusOr<CommandResult> {
            if (call.container_id == "master_0") return master_;
            return call.container_id == "agent_0" ? agent_ : CommandResult();
          });
  const std::vector<Node> nodes_ = {
      FakeNode(NodeRole::kMaster, 0, "10.0.0.1", transport_),
      FakeNode(NodeRole::kAgent, 0, "10.0.0.2", transport_),
      FakeNode(NodeRole::kAgent, 1, "10.0.0.3", transport_)};
  absl::StatusOr<CommandResult> master_ = CommandResult();
  absl::StatusOr<CommandResult> agent_ = CommandResult();
};

TEST_F(NodeWatchTest, NamesTheNodesThatDoNotRun) {
  EXPECT_THAT(Poll(absl::ZeroDuration()), IsOk());
  master_ = absl::FailedPreconditionError("container is not running");
  EXPECT_THAT(Poll(absl::ZeroDuration()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "master_0 does not run any more"));
  agent_ = absl::FailedPreconditionError("no such container");
  EXPECT_THAT(Poll(absl::ZeroDuration()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "master_0, agent_0 do not run any more"));
}

TEST_F(NodeWatchTest, BearsWithNodesThatDoNotAnswer) {
  master_ = absl::UnavailableError("connection refused");
  agent_ = CommandResult{.exit_code = 127};
  EXPECT_THAT(Poll(absl::ZeroDuration()), IsOk());
}

TEST_F(NodeWatchTest, LooksNoMoreOftenThanItShould) {
  master_ = absl::FailedPreconditionError("container is not running");
  EXPECT_THAT(Poll(absl::Hours(1)), IsOk());
  EXPECT_TRUE(transport_->calls().empty());
}

}  // namespace
}  // namespace minidcos
