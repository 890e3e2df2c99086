// What inspect and list tell of a cluster on a real engine.

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/json.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "tools/inspect/inspect.pb.h"
#include "tools/list/list.pb.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Inspected : public E2eTest {
 protected:
  void Provision() {
    const ToolResult result =
        Run("provision", {"--agents=1", "--public-agents=0"});
    ASSERT_EQ(result.exit_code, 0) << result;
  }

  void StopAgent() {
    const std::string agent = absl::StrCat("dcos-e2e-", id(), ".agent-0");
    ASSERT_THAT(docker().KillContainer(Deadline(), agent), IsOk());
    ASSERT_THAT(docker().WaitContainer(Deadline(), agent), IsOk());
  }

  InspectReport Inspect() const {
    const ToolResult result = Run("inspect", {});
    EXPECT_EQ(result.exit_code, 0) << result;
    InspectReport report;
    EXPECT_THAT(ParseJson(result.out, report), IsOk());
    return report;
  }

  // This cluster of those that list tells of.
  ListedCluster Listed() const {
    const ToolResult result = Run("list", {"--output=json"});
    EXPECT_EQ(result.exit_code, 0) << result;
    ListReport report;
    EXPECT_THAT(ParseJson(result.out, report), IsOk());
    for (const ListedCluster& cluster : report.clusters()) {
      if (cluster.id() == id()) return cluster;
    }
    ADD_FAILURE() << "not listed: " << result;
    return {};
  }

  // The line of `list -l` about this cluster.
  std::string Row() const {
    const ToolResult result = Run("list", {"-l"});
    EXPECT_EQ(result.exit_code, 0) << result;
    for (const absl::string_view line : absl::StrSplit(result.out, '\n')) {
      if (absl::StartsWith(line, id())) return std::string(line);
    }
    return "";
  }
};

TEST_F(Inspected, ClusterIsToldToProgramsAndPeople) {
  ASSERT_NO_FATAL_FAILURE(Provision());
  const InspectReport report = Inspect();
  EXPECT_EQ(report.state(), "running");
  EXPECT_NE(report.engine_version(), "");
  EXPECT_THAT(report.workspace(), StartsWith(temporary_folder()));
  const InspectedNode master = report.nodes().masters(0);
  EXPECT_EQ(master.distribution(), "debian-12");
  EXPECT_THAT(master.docker_version(), ContainsRegex("^[0-9]+\\.[0-9]+"));
  EXPECT_EQ(master.state(), "running");
  ASSERT_EQ(master.networks_size(), 1);
  EXPECT_EQ(master.networks(0).ip_address(), master.ip_address());

  const ToolResult text = Run("inspect", {"--output=text"});
  EXPECT_EQ(text.exit_code, 0) << text;
  EXPECT_THAT(text.out, AllOf(HasSubstr(absl::StrCat("Cluster        ", id())),
                              HasSubstr("\nmaster_0  running  ")));

  EXPECT_EQ(Listed().state(), "running");
  EXPECT_EQ(Listed().image(), master.image());
  EXPECT_THAT(Row(), HasSubstr("1+1+0  running"));
}

TEST_F(Inspected, ClusterThatIsHalfDownIsToldAsSuch) {
  ASSERT_NO_FATAL_FAILURE(Provision());
  const std::string address = Inspect().nodes().agents(0).ip_address();
  ASSERT_NO_FATAL_FAILURE(StopAgent());
  const InspectReport report = Inspect();
  EXPECT_EQ(report.state(), "partly-running");
  EXPECT_EQ(report.nodes().agents(0).state(), "exited");
  EXPECT_EQ(report.nodes().agents(0).ip_address(), "");
  EXPECT_THAT(Row(), HasSubstr("1+1+0  partly-running"));
  EXPECT_EQ(Run("inspect", {"--env"}).out.find(address), std::string::npos);
}

TEST_F(Inspected, EnvironmentIsTakenByAShell) {
  ASSERT_NO_FATAL_FAILURE(Provision());
  const ToolResult env = Run("inspect", {"--env"});
  EXPECT_EQ(env.exit_code, 0) << env;
  const auto evaluated = RunSubprocess(
      Deadline(),
      {"sh", "-uc",
       R"(eval "$1"; sh -c 'echo "$MASTER_HOSTS|$SLAVE_HOSTS|$DCOS_URL"')",
       "sh", env.out});
  ASSERT_THAT(evaluated, IsOk());
  const InspectedNodes nodes = Inspect().nodes();
  const std::string master = nodes.masters(0).ip_address();
  EXPECT_EQ(evaluated->stdout_text,
            absl::StrCat(master, "|", nodes.agents(0).ip_address(), "|http://",
                         master, "\n"));
}

TEST_F(Inspected, FormsExcludeEachOther) {
  EXPECT_EQ(Run("inspect", {"--env", "--output=json"}).exit_code, 2);
  EXPECT_EQ(Run("list", {"-l", "--output=json"}).exit_code, 2);
}

}  // namespace
}  // namespace minidcos
