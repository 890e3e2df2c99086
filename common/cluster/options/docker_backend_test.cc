#include "common/cluster/options/docker_backend.h"

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(CheckClusterOptions, AcceptsTheDefaults) {
  EXPECT_THAT(CheckClusterOptions({}), IsOk());
}

TEST(CheckClusterOptions, AcceptsAClusterOfOneMaster) {
  ClusterOptions options;
  options.agents = 0;
  options.public_agents = 0;
  EXPECT_THAT(CheckClusterOptions(options), IsOk());
}

struct BadOptions {
  void (*spoil)(ClusterOptions& options);
  std::string complaint;
};

class BadOptionsTest : public ::testing::TestWithParam<BadOptions> {};

TEST_P(BadOptionsTest, AreRefused) {
  ClusterOptions options;
  GetParam().spoil(options);
  EXPECT_THAT(CheckClusterOptions(options),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr(GetParam().complaint)));
}

using Options = ClusterOptions;

INSTANTIATE_TEST_SUITE_P(
    Counts, BadOptionsTest,
    ::testing::Values(
        BadOptions{[](Options& options) { options.masters = 0; },
                   "0 masters: there must be at least 1"},
        BadOptions{[](Options& options) { options.agents = -1; },
                   "-1 agents: there must be at least 0"},
        BadOptions{[](Options& options) { options.public_agents = -2; },
                   "-2 public agents"},
        BadOptions{[](Options& options) { options.parallelism = 0; },
                   "0 nodes at once"},
        BadOptions{[](Options& options) { options.id = "-x"; },
                   "bad cluster id '-x'"}));

INSTANTIATE_TEST_SUITE_P(
    Backend, BadOptionsTest,
    ::testing::Values(
        BadOptions{[](Options& options) {
                     options.backend.container_name_prefix = "a/b";
                   },
                   "'a/b'"},
        BadOptions{[](Options& options) {
                     options.backend.linux_distribution = "coreos";
                   },
                   "no nodes of 'coreos': "},
        BadOptions{
            [](Options& options) { options.backend.docker_version = "latest"; },
            "'latest' is no version of Docker"},
        BadOptions{[](Options& options) {
                     options.backend.linux_distribution = "debian-13";
                     options.backend.storage_driver = "aufs";
                   },
                   "Docker 26.1 has no storage driver 'aufs' any more"},
        BadOptions{[](Options& options) {
                     options.backend.image = "mine:1";
                     options.backend.docker_version = "20.10.24";
                   },
                   "the image 'mine:1' has a Docker of its own"},
        BadOptions{[](Options& options) {
                     options.backend.image_sources.base = "scratch";
                   },
                   "base 'scratch'"},
        BadOptions{[](Options& options) {
                     options.backend.custom_container_mounts = {
                         {.target = "/a"}};
                     options.backend.custom_agent_mounts = {{.target = "/a"}};
                   },
                   "two volumes at '/a'"},
        BadOptions{[](Options& options) {
                     options.backend.docker_master_labels["minidcos.x"] = "";
                   },
                   "'minidcos.x'"},
        BadOptions{[](Options& options) {
                     options.backend.one_master_host_port_map = {{}};
                   },
                   "0 is not in 1 to 65535"},
        BadOptions{
            [](Options& options) { options.backend.storage_driver = "zfs"; },
            "no such storage driver: 'zfs'"},
        BadOptions{[](Options& options) { options.backend.network = "host"; },
                   "'host'"},
        BadOptions{[](Options& options) {
                     options.backend.network = "new:10.0.0.0/29";
                     options.masters = 9;
                   },
                   "room for 5 nodes"},
        BadOptions{[](Options& options) {
                     options.backend.ttl = absl::ZeroDuration();
                   },
                   "a time to live of 0: it must be more than nothing"},
        BadOptions{
            [](Options& options) { options.backend.ttl = -absl::Hours(1); },
            "a time to live of -1h"},
        BadOptions{[](Options& options) {
                     options.backend.sysctls["vm.swappiness"] = "1";
                   },
                   "'vm.swappiness'"}));

TEST(CheckClusterOptions, AcceptsAMountPerRoleAtOnePath) {
  ClusterOptions options;
  options.backend.custom_master_mounts = {{.target = "/a"}};
  options.backend.custom_agent_mounts = {{.target = "/a"}};
  EXPECT_THAT(CheckClusterOptions(options), IsOk());
}

TEST(LabelsOf, LetsTheRoleGoBeforeAllNodes) {
  DockerBackend backend;
  backend.docker_container_labels = {{"a", "1"}};
  backend.docker_agent_labels = {{"a", "2"}};
  EXPECT_EQ(LabelsOf(backend, NodeRole::kMaster).at("a"), "1");
  EXPECT_EQ(LabelsOf(backend, NodeRole::kAgent).at("a"), "2");
}

TEST(CheckClusterOptions, NamesAWorkspaceFolderThatIsNotThere) {
  ClusterOptions options;
  options.backend.workspace_dir = "/nonexistent/folder";
  EXPECT_THAT(CheckClusterOptions(options),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("'/nonexistent/folder'")));
}

TEST(CheckClusterOptions, RefusesAFileAsWorkspaceFolder) {
  const auto folder = ScopedFolder::Make(TemporaryDirectory(), "b");
  ASSERT_THAT(folder, IsOk());
  ClusterOptions options;
  options.backend.workspace_dir = folder->path() + "/file";
  ASSERT_THAT(WriteFile(options.backend.workspace_dir, "", 0600), IsOk());
  EXPECT_THAT(CheckClusterOptions(options),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("is not a folder")));
}

}  // namespace
}  // namespace minidcos
