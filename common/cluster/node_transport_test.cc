#include "common/cluster/node_transport.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/node/fake_ssh.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

const Context& Limit() {
  static const Context& limit =
      *new Context(Context().WithTimeout(absl::Minutes(1)));
  return limit;
}

// Uses the transport `name` on a cluster whose label names `label`, and runs a
// command on its agent.
absl::Status RunThrough(FakeEngine& engine, absl::string_view name,
                        const std::string& label) {
  FakeContainer agent = FakeNodeContainer("x", NodeRole::kAgent, 0);
  agent.files["/etc/ssh/ssh_host_ed25519_key.pub"] = "ssh-ed25519 AAAA\n";
  if (!label.empty()) agent.labels[kTransportLabel] = label;
  engine.AddContainer(agent);
  absl::StatusOr<Cluster> cluster = FindCluster(Limit(), engine.client(), "x");
  if (!cluster.ok()) return cluster.status();
  const absl::Status used = UseTransport(engine.client(), name, *cluster);
  if (!used.ok()) return used;
  return cluster->agents[0].Run(Limit(), {.argv = {"true"}}).status();
}

TEST(UseTransport, TakesDockerExecWithoutANameAndALabel) {
  FakeEngine engine;
  EXPECT_THAT(RunThrough(engine, "", ""), IsOk());
  EXPECT_THAT(engine.execs(), SizeIs(1));
}

TEST(UseTransport, TakesTheOneThatIsNamedWhateverTheLabelSays) {
  FakeEngine engine;
  EXPECT_THAT(RunThrough(engine, "docker-exec", "ssh"), IsOk());
  EXPECT_THAT(engine.execs(), SizeIs(1));
}

TEST(UseTransport, TakesSshByNameOrLabel) {
  FakeSsh ssh;
  ssh.Is("echo 'Connection refused' >&2; exit 255");
  for (const char* name : {"ssh", ""}) {
    FakeEngine engine;
    EXPECT_THAT(RunThrough(engine, name, "ssh"),
                StatusIs(absl::StatusCode::kUnavailable,
                         HasSubstr("agent_0: no ssh connection")));
  }
}

TEST(UseTransport, RefusesOneThatIsNotThere) {
  FakeEngine engine;
  EXPECT_THAT(
      RunThrough(engine, "pigeon", ""),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'pigeon'")));
}

TEST(UseTransport, TellsOfALabelOfANewerVersion) {
  FakeEngine engine;
  EXPECT_THAT(RunThrough(engine, "", "pigeon"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("--transport")));
}

}  // namespace
}  // namespace minidcos
