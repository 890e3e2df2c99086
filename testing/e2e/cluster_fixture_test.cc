// The fixtures and matchers of testing/cluster.h on real nodes, in a program as
// a user writes one.

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "common/cluster/bundle/read_bundle.h"
#include "common/cluster/labels.h"
#include "common/docker/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

class ClusterFixtures : public E2eTest {
 protected:
  ClusterFixtures() : outputs_(*ScopedFolder::Make("/tmp", "minidcos-out-")) {}

  // Runs those tests of the program, with the cluster `id` if that is not
  // empty.
  ToolResult Tests(const std::string& filter,
                   const std::string& id = "") const {
    return RunToEnd(
        RunfilePath("testing/e2e/cluster_program"),
        {absl::StrCat("--gtest_filter=", filter)},
        {.environment = {{"DOCKER_HOST", docker().host()},
                         {"MINIDCOS_CLUSTER_ID", id},
                         {"TEST_UNDECLARED_OUTPUTS_DIR", outputs_.path()},
                         // They are Bazel's, for our own report.
                         {"XML_OUTPUT_FILE", ""},
                         {"GTEST_OUTPUT", ""},
                         {"TEST_PREMATURE_EXIT_FILE", ""},
                         {"TMPDIR", temporary_folder()}},
         .timeout = absl::Minutes(8)});
  }

  // The clusters that its tests were on, one after another.
  static std::vector<std::string> Clusters(const ToolResult& result) {
    std::vector<std::string> clusters;
    for (absl::string_view line : absl::StrSplit(result.out, '\n')) {
      if (absl::ConsumePrefix(&line, "cluster ")) clusters.emplace_back(line);
    }
    return clusters;
  }

  void ExpectGone(const std::vector<std::string>& clusters) const {
    for (const std::string& id : clusters) {
      const auto left = docker().ListContainers(
          Deadline(), {{"label", {absl::StrCat(kClusterIdLabel, "=", id)}}});
      ASSERT_THAT(left, IsOk());
      EXPECT_THAT(left->items(), IsEmpty()) << id;
    }
    EXPECT_THAT(WhatIsLeft(), IsEmpty()) << "workspaces";
  }

  const ScopedFolder outputs_;
};

TEST_F(ClusterFixtures, GiveEachTestAClusterAndKeepTheJournalsOfAFailure) {
  const ToolResult result = Tests("Each.*");
  EXPECT_EQ(result.exit_code, 1) << result;
  const std::vector<std::string> clusters = Clusters(result);
  ASSERT_THAT(clusters, SizeIs(2)) << result;
  EXPECT_NE(clusters[0], clusters[1]);
  EXPECT_THAT(result.out, HasSubstr("[       OK ] Each.Passes"));
  EXPECT_THAT(result.out, HasSubstr("master_0, which exits with 2\n  stderr | "
                                    "ls: cannot access '/nowhere'"));
  EXPECT_FALSE(fs::exists(outputs_.path() + "/Each.Passes.tar.gz"));
  EXPECT_THAT(
      ReadBundle(outputs_.path() + "/Each.Fails.tar.gz"),
      Contains(Pair(HasSubstr("journal"), HasSubstr("said by the test"))));
  ExpectGone(clusters);
}

TEST_F(ClusterFixtures, GiveTheTestsOfASuiteOne) {
  const ToolResult result = Tests("Both.*");
  EXPECT_EQ(result.exit_code, 1) << result;
  const std::vector<std::string> clusters = Clusters(result);
  ASSERT_THAT(clusters, SizeIs(3)) << result;
  EXPECT_EQ(clusters[0], clusters[1]);
  EXPECT_EQ(clusters[0], clusters[2]);
  EXPECT_THAT(result.out, HasSubstr("[       OK ] Both.Read ("));
  EXPECT_TRUE(fs::exists(outputs_.path() + "/Both.tar.gz"));
  ExpectGone(clusters);
}

TEST_F(ClusterFixtures, UseTheClusterThatTheyAreStartedWith) {
  ASSERT_EQ(Run("provision", {"--agents=0", "--public-agents=0"}).exit_code, 0);
  const ToolResult result =
      Tests("Each.Passes:Both.Write:TearsDown.Passes", id());
  EXPECT_EQ(result.exit_code, 0) << result;
  for (const std::string& cluster : Clusters(result)) EXPECT_EQ(cluster, id());
  EXPECT_EQ(Run("exec", {"cat", "/written"}).out, "x\n");
}

TEST_F(ClusterFixtures, FailWithoutAnEngine) {
  const ToolResult result =
      RunToEnd(RunfilePath("testing/e2e/cluster_program"),
               {"--gtest_filter=Each.Passes:TearsDown.Passes"},
               {.environment = {{"DOCKER_HOST", "unix:///nowhere.sock"},
                                {"GTEST_OUTPUT", ""},
                                {"XML_OUTPUT_FILE", ""},
                                {"TEST_PREMATURE_EXIT_FILE", ""}}});
  EXPECT_EQ(result.exit_code, 1) << result;
  EXPECT_THAT(result.out, HasSubstr("no cluster: UNAVAILABLE: cannot reach"));
  EXPECT_THAT(result.out, HasSubstr("[  FAILED  ] TearsDown.Passes"));
  EXPECT_THAT(result.out, Not(HasSubstr("cluster scoped")));
}

}  // namespace
}  // namespace minidcos
