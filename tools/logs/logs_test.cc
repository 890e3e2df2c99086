#include "tools/logs/logs.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/fake_nodes.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kLine[] = "2026-01-31T12:00:00.123456+0000 x[1]: hello\n";

// An engine with the cluster "default", of a master and an agent, whose
// journals have a line.
class LogsTest : public testing::Test {
 protected:
  LogsTest() {
    engine_.AddContainer(FakeNodeContainer("default", NodeRole::kMaster, 0));
    engine_.AddContainer(FakeNodeContainer("default", NodeRole::kAgent, 0));
    engine_.OnAnyExec([](const FakeExecCall& call) -> FakeRun {
      if (call.request.cmd(0) == "journalctl") return {.stdout_text = kLine};
      return {.stdout_text = "ssh\n"};
    });
  }

  absl::Status Show(const LogsOptions& options) {
    return ShowLogs(Context().WithTimeout(absl::Seconds(30)), engine_.client(),
                    options, progress_, out_);
  }

  FakeEngine engine_;
  RecordingProgress progress_;
  std::ostringstream out_;
};

TEST_F(LogsTest, ShowsAllNodesUnlessToldOtherwise) {
  EXPECT_THAT(Show({}), IsOk());
  EXPECT_EQ(out_.str(),
            std::string("master_0 | ") + kLine + "agent_0 | " + kLine);
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

TEST_F(LogsTest, ShowsTheNodesThatAreNamed) {
  EXPECT_THAT(Show({.nodes = {.role = "agent"}}), IsOk());
  EXPECT_EQ(out_.str(), std::string("agent_0 | ") + kLine);
}

TEST_F(LogsTest, PrintsNoNamesIfNotWanted) {
  EXPECT_THAT(Show({.nodes = {.references = {"master_0"}}, .prefixed = false}),
              IsOk());
  EXPECT_EQ(out_.str(), kLine);
}

TEST_F(LogsTest, ShowsTheOthersIfANodeIsStopped) {
  engine_.Exit("dcos-e2e-default.master-0", 0);
  EXPECT_THAT(Show({}), StatusIs(absl::StatusCode::kFailedPrecondition,
                                 HasSubstr("1 of 2 nodes")));
  EXPECT_EQ(out_.str(), std::string("agent_0 | ") + kLine);
  EXPECT_THAT(progress_.lines(),
              ElementsAre(AllOf(StartsWith("warn master_0: "),
                                HasSubstr("not running (exited)"),
                                HasSubstr("--bundle"))));
}

TEST_F(LogsTest, FailsWithTheErrorOfTheOnlyNode) {
  engine_.Exit("dcos-e2e-default.master-0", 0);
  EXPECT_THAT(
      Show({.nodes = {.references = {"master_0"}}}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("master_0: ")));
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

TEST_F(LogsTest, ChecksBeforeItStreams) {
  EXPECT_THAT(Show({.journal = {.units = {"ssh", "nosuch"}}}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'nosuch'")));
  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(engine_.execs(), SizeIs(2));
}

TEST_F(LogsTest, RefusesWrongUsageBeforeTheEngineIsAsked) {
  for (const LogsOptions& options :
       {LogsOptions{.journal = {.lines = "x"}},
        LogsOptions{.nodes = {.role = "agent", .all = true}}}) {
    EXPECT_THAT(Show(options), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

TEST_F(LogsTest, FailsForAnUnknownClusterOrNode) {
  EXPECT_THAT(Show({.cluster_id = "x"}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'x'")));
  EXPECT_THAT(Show({.nodes = {.references = {"agent_9"}}}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'agent_9'")));
}

TEST_F(LogsTest, BundlesWhatThereIsAndWarnsOfTheRest) {
  const ScopedFolder folder = *ScopedFolder::Make("/tmp", "logs-test-");
  const std::string path = absl::StrCat(folder.path(), "/a.tgz");
  engine_.FailNext("GET", "/info", 500, "out of order");
  EXPECT_THAT(
      BundleLogs(Context(), engine_.client(), {.bundle = path}, progress_),
      IsOk());
  EXPECT_THAT(ReadFile(path), IsOk());
  EXPECT_THAT(
      progress_.lines(),
      Contains("warn not in the bundle: engine/info.json: out of order"));
}

TEST_F(LogsTest, RefusesABundleThatMakesNoSenseBeforeTheEngineIsAsked) {
  for (const LogsOptions& options :
       {LogsOptions{.bundle = "a.zip"},
        LogsOptions{.journal = {.follow = true}, .bundle = "/tmp/a.tgz"},
        LogsOptions{.journal = {.units = {"a"}}, .bundle = "/tmp/a.tgz"},
        LogsOptions{.nodes = {.role = "agent", .all = true},
        .bundle = "/tmp/a.tgz"}}) {
    EXPECT_THAT(BundleLogs(Context(), engine_.client(), options, progress_),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

TEST_F(LogsTest, MakesNoBundleOfAnUnknownCluster) {
  EXPECT_THAT(BundleLogs(Context(), engine_.client(),
                         {.cluster_id = "x", .bundle = "/tmp/logs-test-x.tgz"},
                         progress_),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ReadFile("/tmp/logs-test-x.tgz"),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace minidcos
