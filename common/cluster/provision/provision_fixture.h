// A fixture for tests of ProvisionCluster() on a fake engine.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_PROVISION_FIXTURE_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_PROVISION_FIXTURE_H_

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/image/recipe.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/provision/provision.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"

namespace minidcos {

// An engine that has the node image, and a folder for workspaces. The engine is
// reached over TCP: with a unix socket, the limits of the machine that runs the
// test, and what its kernel tells of the engine, would count.
class ProvisionFixture : public testing::Test {
 protected:
  ProvisionFixture()
      : parent_(*ScopedFolder::Make(testing::TempDir(), "provision-")),
        docker_(*NewEngineClient(engine_.ServeTcp())) {
    engine_.AddImage({.reference = NameImage(*FindRecipe({})).reference});
    options_.id = "x";
    options_.backend.workspace_dir = parent_.path();
  }

  absl::Status Provision(
      const std::function<absl::Status(const Cluster&)>& finish = nullptr,
      const std::function<void(const Cluster&)>& on_failure = nullptr) {
    return ProvisionCluster(
        {limit_.WithCancellation(interrupted_), limit_, *docker_, progress_},
        options_, finish, on_failure);
  }

  // What a create could leave behind: containers, volumes, workspaces.
  std::vector<std::string> LeftOver() const {
    std::vector<std::string> left;
    for (const auto& container : engine_.containers()) {
      left.push_back(container.name);
    }
    for (const auto& volume : engine_.volumes()) left.push_back(volume.name);
    for (const auto& entry :
         std::filesystem::directory_iterator(parent_.path())) {
      left.push_back(entry.path().string());
    }
    return left;
  }

  FakeEngine engine_;
  const ScopedFolder parent_;
  const std::unique_ptr<DockerClient> docker_;
  RecordingProgress progress_;
  ClusterOptions options_;  // 1 master, 1 agent, 1 public agent
  Cancellation interrupted_;
  const Context limit_ = Context().WithTimeout(absl::Minutes(1));
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_PROVISION_FIXTURE_H_
