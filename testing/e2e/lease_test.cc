// Clusters whose owner was killed end by themselves, and only then.

#include "common/cluster/lease/lease.h"

#include <csignal>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/labels.h"
#include "common/docker/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// For the power-off and the removal, on a machine that has no time.
constexpr absl::Duration kSlack = absl::Seconds(40);

EngineFilters OfCluster(const std::string& id) {
  return {{"label", {absl::StrCat(kClusterIdLabel, "=", id)}}};
}

// How many containers of the cluster there are in each state.
std::map<std::string, int> Containers(DockerClient& docker,
                                      const std::string& id) {
  std::map<std::string, int> by_state;
  const auto list = docker.ListContainers(
      Context().WithTimeout(absl::Minutes(1)), OfCluster(id));
  EXPECT_THAT(list, IsOk());
  for (const auto& container : list->items()) ++by_state[container.state()];
  return by_state;
}

class LeaseTest : public E2eTest {
 protected:
  explicit LeaseTest(const std::string& host = "") : E2eTest(host) {}

  ToolOptions Options() const {
    return {.environment = {{"DOCKER_HOST", docker().host()},
                            {"TMPDIR", temporary_folder()}},
            .timeout = absl::Minutes(8)};
  }

  // A cluster with a network of its own; the command stays.
  std::unique_ptr<RunningTool> StartWith(
      const std::vector<std::string>& flags,
      const std::string& script = "echo begun; exec sleep 1000") const {
    std::vector<std::string> words = flags;
    words.insert(words.end(), {"sh", "-c", script});
    return Start("with", words);
  }

  // Kills it with all that is in its process group, as `kill -9` and a CI do.
  // Returns what it has written.
  std::string Kill(RunningTool& tool) {
    kill(-tool.pid(), SIGKILL);
    const ToolResult result = tool.Wait();
    EXPECT_EQ(result.signal_number, SIGKILL) << result;
    return result.out;
  }

  // Nothing that has been started is left, nor a volume of it, once the lease
  // has run out.
  void ExpectEnd(const std::string& id) {
    const Context limit = Context().WithTimeout(kLeaseLength + kSlack);
    const auto runs = [&] {
      std::map<std::string, int> states = Containers(docker(), id);
      states.erase("created");
      return !states.empty();
    };
    while (runs()) {
      ASSERT_THAT(limit.WaitFor(absl::Milliseconds(100)), IsOk());
    }
    if (!Containers(docker(), id).empty()) return;
    while (docker().ListVolumes(Deadline(), OfCluster(id))->volumes_size() >
           0) {
      ASSERT_THAT(limit.WaitFor(absl::Milliseconds(100)), IsOk());
    }
  }

  void ExpectNothingAfterClean(const std::string& id) {
    const ToolResult cleaned =
        Run("clean", {"--stale", "--yes", "--cluster-id", id});
    EXPECT_EQ(cleaned.exit_code, 0) << cleaned;
    EXPECT_THAT(cleaned.out, HasSubstr("workspace "));
    EXPECT_THAT(WhatIsLeft(), IsEmpty());
    EXPECT_THAT(Containers(docker(), id), IsEmpty());
    EXPECT_THAT(docker().ListNetworks(Deadline(), OfCluster(id))->items(),
                IsEmpty());
  }
};

TEST_F(LeaseTest, EndsAClusterWhoseCommandRuns) {
  const auto tool = StartWith({"--network=new"});
  ASSERT_TRUE(tool->WaitForOutput("begun"));
  Kill(*tool);
  ExpectEnd(id());
  EXPECT_THAT(Containers(docker(), id()), IsEmpty());
  ExpectNothingAfterClean(id());
}

TEST_F(LeaseTest, EndsAClusterWhoseNodesAreBeingMade) {
  // One that boots, and some that are yet to be started, which never are.
  const auto tool = StartWith({"--agents=3", "--parallelism=1"});
  const Context limit = Deadline();
  while (Containers(docker(), id())["running"] == 0) {
    ASSERT_THAT(limit.WaitFor(absl::Milliseconds(5)), IsOk());
  }
  Kill(*tool);
  ExpectEnd(id());
  ExpectNothingAfterClean(id());
}

TEST_F(LeaseTest, EndsAClusterThatDcosIsBeingInstalledOn) {
  const auto tool =
      StartWith({"--public-agents=0", "--installer",
                 RunfilePath("testing/sample_dcos/dcos_generate_config.sh")});
  ASSERT_TRUE(tool->WaitForError("Installing"));
  Kill(*tool);
  ExpectEnd(id());
  ExpectNothingAfterClean(id());
}

TEST_F(LeaseTest, EndsAScopedCluster) {
  RunningTool program(RunfilePath("testing/e2e/scoped_cluster_program"), {},
                      Options());
  ASSERT_TRUE(program.WaitForOutput("\n"));
  const std::string scoped_id(absl::StripSuffix(Kill(program), "\n"));
  ExpectEnd(scoped_id);
  EXPECT_THAT(Containers(docker(), scoped_id), IsEmpty());
  ExpectNothingAfterClean(scoped_id);
}

}  // namespace
}  // namespace minidcos
