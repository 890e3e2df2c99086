#include "testing/transport_contract/transport_fixture.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/base/random_id.h"
#include "common/cluster/cluster.h"
#include "common/cluster/destroy.h"
#include "common/cluster/node_transport.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/provision/boot.h"
#include "common/cluster/provision/provision.h"
#include "common/docker/client.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/node/process.h"
#include "gtest/gtest.h"
#include "testing/real_engine/real_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {

std::string TransportContract::id_;

void TransportContract::SetUpTestSuite() {
  id_ = absl::StrCat("transport-", RandomHex(8));
  ClusterOptions options;
  options.id = id_;
  options.public_agents = 0;
  ASSERT_THAT(ProvisionCluster({ctx(), ctx(), docker(), NoProgress()}, options),
              IsOk());
}

void TransportContract::TearDownTestSuite() {
  EXPECT_THAT(DestroyCluster(ctx(), docker(), FindIt(), NoProgress()), IsOk());
}

Context TransportContract::ctx() {
  return Context().WithTimeout(absl::Minutes(1));
}

DockerClient& TransportContract::docker() {
  return RealEngine::Shared().client();
}

Cluster TransportContract::FindIt() {
  absl::StatusOr<Cluster> cluster = FindCluster(ctx(), docker(), id_);
  EXPECT_THAT(cluster, IsOk());
  return *std::move(cluster);
}

Node TransportContract::Through(const std::string& transport, NodeRole role) {
  Cluster cluster = FindIt();
  EXPECT_THAT(UseTransport(docker(), transport, cluster), IsOk());
  return role == NodeRole::kMaster ? cluster.masters[0] : cluster.agents[0];
}

absl::StatusOr<CommandResult> TransportContract::Run(
    const Command& command, const std::string& input) const {
  CommandResult result;
  const auto append_to = [](std::string& text) {
    return [&text](absl::string_view piece) {
      absl::StrAppend(&text, piece);
      return absl::OkStatus();
    };
  };
  InputSource source;
  if (command.has_input) {
    source = [rest = input](const Context&) mutable {
      return absl::StatusOr<std::string>(std::exchange(rest, ""));
    };
  }
  const auto exit_code =
      node().Run(ctx(), command, append_to(result.stdout_text),
                 append_to(result.stderr_text), source);
  if (!exit_code.ok()) return exit_code.status();
  result.exit_code = *exit_code;
  return result;
}

std::string TransportContract::Shell(const std::string& script) const {
  const auto output = node().MustRun(ctx(), {.argv = {"sh", "-c", script}});
  EXPECT_THAT(output, IsOk()) << script;
  return output.value_or("");
}

bool TransportContract::Becomes(const std::string& script) {
  const Node node = Through("docker-exec", NodeRole::kMaster);
  const Context limit = Context().WithTimeout(absl::Seconds(20));
  while (limit.WaitFor(absl::Milliseconds(20)).ok()) {
    const auto result = node.Run(ctx(), {.argv = {"sh", "-c", script}});
    if (result.ok() && result->exit_code == 0) return true;
  }
  return false;
}

void TransportContract::StopAgent() {
  const std::string id = FindIt().agents[0].container_id();
  EXPECT_THAT(docker().KillContainer(ctx(), id), IsOk());
  EXPECT_THAT(docker().WaitContainer(ctx(), id), IsOk());
}

void TransportContract::StartAgent() {
  const std::string id = FindIt().agents[0].container_id();
  const auto console = docker().AttachContainer(ctx(), id, {.tty = true});
  ASSERT_THAT(console, IsOk());
  ASSERT_THAT(docker().StartContainer(ctx(), id), IsOk());
  EXPECT_THAT(WaitForBoot(ctx(), **console), IsOk());
}

std::string ReadUntil(const Context& ctx, Process& process,
                      absl::string_view text) {
  std::string output;
  while (!absl::StrContains(output, text)) {
    const auto piece = process.Read(ctx);
    if (!piece.ok() || piece->bytes.empty()) return "";
    absl::StrAppend(&output, piece->bytes);
  }
  return output;
}

}  // namespace minidcos
