#include "testing/e2e/e2e.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/random_id.h"
#include "common/cluster/labels.h"
#include "common/cluster/remove.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

std::unique_ptr<DockerClient> Connect(const std::string& host) {
  auto docker = host.empty() ? ConnectToEngine() : NewEngineClient(host);
  EXPECT_THAT(docker, IsOk());
  return *std::move(docker);
}

EngineFilters OfCluster(const std::string& id) {
  return {{"label", {absl::StrCat(kClusterIdLabel, "=", id)}}};
}

}  // namespace

// Bazel's own temporary folders have paths too long for a socket, and are not
// the user's.
E2eTest::E2eTest(const std::string& host)
    : docker_(Connect(host)),
      id_(absl::StrCat("e2e-", RandomHex(8))),
      folder_(*ScopedFolder::Make("/tmp", "minidcos-e2e-")),
      runtime_(*ScopedFolder::Make("/tmp", "r")) {}

E2eTest::~E2eTest() {
  const auto containers = docker_->ListContainers(Deadline(), OfCluster(id_));
  EXPECT_THAT(containers, IsOk());
  std::vector<std::string> ids;
  for (const auto& container : containers->items()) {
    ids.push_back(container.id());
  }
  EXPECT_THAT(RemoveContainers(Deadline(), *docker_, ids), IsOk());
}

Context E2eTest::Deadline() { return Context().WithTimeout(absl::Minutes(2)); }

ToolResult E2eTest::Run(const std::string& tool,
                        const std::vector<std::string>& words) const {
  return RunToEnd(ToolPath(tool), Words(words), Options());
}

std::unique_ptr<RunningTool> E2eTest::Start(
    const std::string& tool, const std::vector<std::string>& words) const {
  return std::make_unique<RunningTool>(ToolPath(tool), Words(words), Options());
}

std::vector<std::string> E2eTest::WhatIsLeft() const {
  std::vector<std::string> left;
  const auto containers = docker_->ListContainers(Deadline(), OfCluster(id_));
  EXPECT_THAT(containers, IsOk());
  for (const auto& container : containers->items()) {
    left.push_back(absl::StrCat("container ", container.names(0)));
  }
  const auto volumes = docker_->ListVolumes(Deadline(), OfCluster(id_));
  EXPECT_THAT(volumes, IsOk());
  for (const auto& volume : volumes->volumes()) {
    left.push_back(absl::StrCat("volume ", volume.name()));
  }
  for (const auto& entry :
       std::filesystem::directory_iterator(temporary_folder())) {
    left.push_back(absl::StrCat("file ", entry.path().filename().string()));
  }
  return left;
}

std::vector<std::string> E2eTest::Words(
    const std::vector<std::string>& words) const {
  std::vector<std::string> all = {"--cluster-id", id_};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

ToolOptions E2eTest::Options() const {
  return {.environment = {{"DOCKER_HOST", docker_->host()},
                          {"TMPDIR", temporary_folder()},
                          {"XDG_RUNTIME_DIR", runtime_folder()}},
          .timeout = absl::Minutes(8)};
}

}  // namespace minidcos
