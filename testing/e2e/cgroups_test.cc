// The cgroups of nodes and of what runs in their own Docker.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/options_fixture.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

// An API version from before cgroup namespaces makes the engine one of then.
class CgroupsTest : public OptionsTest,
                    public testing::WithParamInterface<const char*> {
 protected:
  // The host's cgroups of a container, one a line.
  static std::string GroupsOf(const std::string& container) {
    const auto groups = RunSubprocess(
        Deadline(),
        {"find", "/sys/fs/cgroup", "-name", absl::StrCat("*", container, "*")});
    EXPECT_THAT(groups, IsOk());
    return groups.ok() ? groups->stdout_text : "";
  }
};

TEST_P(CgroupsTest, OfAnInnerContainerAreBelowItsNodes) {
  std::map<std::string, std::string> environment;
  if (*GetParam() != '\0') environment["DOCKER_API_VERSION"] = GetParam();
  ASSERT_EQ(RunWith(environment, "provision",
                    {"--agents=0", "--public-agents=0", "--master-memory=256m",
                     "--docker-storage-driver=vfs"})
                .exit_code,
            0);
  EXPECT_EQ(Shell("master_0", "docker info --format {{.Driver}}"), "vfs\n");
  Shell("master_0",
        "cd /usr && tar -c --dereference bin/tail bin/true "
        "lib/x86_64-linux-gnu/libc.so.6 lib64/ld-linux-x86-64.so.2 | "
        "docker import - tiny && "
        "docker run --rm --network none tiny /bin/true");
  // Its own limit is far beyond its node's, and keeps the host from harm.
  const ToolResult killed =
      Run("exec", {"docker", "run", "--rm", "--network", "none", "--memory",
                   "1g", "tiny", "/bin/tail", "/dev/zero"});
  EXPECT_EQ(killed.exit_code, 137) << killed;
  const std::string inner = Shell(
      "master_0", "docker run -d --network none tiny /bin/tail -f /dev/null");
  const std::string node = Master().docker_container_id();
  EXPECT_THAT(GroupsOf(inner.substr(0, 12)), HasSubstr(node));

  Destroy();
  EXPECT_EQ(GroupsOf(node), "");
  EXPECT_EQ(GroupsOf(inner.substr(0, 12)), "");
}

// Engines from before 1.41 know cgroup v1 alone.
std::vector<const char*> ApiVersions() {
  if (std::filesystem::exists("/sys/fs/cgroup/cgroup.controllers")) return {""};
  return {"", "1.40"};
}

INSTANTIATE_TEST_SUITE_P(ApiVersion, CgroupsTest,
                         testing::ValuesIn(ApiVersions()),
                         [](const auto& info) {
                           return *info.param == '\0' ? "Newest" : "Old";
                         });

}  // namespace
}  // namespace minidcos
