#include "common/cluster/docker_backend.h"

#include <string>

#include "absl/status/status.h"
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
  EXPECT_THAT(CheckClusterOptions({.agents = 0, .public_agents = 0}), IsOk());
}

struct BadOptions {
  ClusterOptions options;
  std::string complaint;
};

class BadOptionsTest : public ::testing::TestWithParam<BadOptions> {};

TEST_P(BadOptionsTest, AreRefused) {
  EXPECT_THAT(CheckClusterOptions(GetParam().options),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr(GetParam().complaint)));
}

INSTANTIATE_TEST_SUITE_P(
    Counts, BadOptionsTest,
    ::testing::Values(
        BadOptions{{.masters = 0}, "0 masters: there must be at least 1"},
        BadOptions{{.agents = -1}, "-1 agents: there must be at least 0"},
        BadOptions{{.public_agents = -2}, "-2 public agents"},
        BadOptions{{.id = "-x"}, "bad cluster id '-x'"}));

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
