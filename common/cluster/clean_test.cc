#include "common/cluster/clean.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/process_id.h"
#include "common/cluster/clean_plan.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/cluster/mac_network_labels.h"
#include "common/cluster/sidecar_labels.h"
#include "common/cluster/workspace.h"
#include "common/node/fake_ssh.h"
#include "common/node/node.h"
#include "common/node/ssh_connection.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr uid_t kNobody = 65534;

bool Exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

// An engine, and a temporary directory of this machine's own.
class CleanTest : public testing::Test {
 protected:
  CleanTest() {
    setenv("TMPDIR", temporary_.path().c_str(), 1);
    setenv("XDG_RUNTIME_DIR", runtime_.path().c_str(), 1);
  }
  ~CleanTest() override {
    unsetenv("TMPDIR");
    unsetenv("XDG_RUNTIME_DIR");
  }

  absl::Status Run() {
    const Context ctx = Context().WithTimeout(absl::Seconds(30));
    const absl::StatusOr<CleanPlan> plan =
        PlanClean(ctx, engine_.client(), {}, progress_);
    if (!plan.ok()) return plan.status();
    return Clean(
        ctx, engine_.client(), *plan, progress_,
        [this](absl::string_view thing) { removed_.emplace_back(thing); });
  }

  // The master of the cluster `id`, made by `creator` in `workspace`.
  void AddMaster(const std::string& id, const std::string& creator = "",
                 const std::string& workspace = "") {
    FakeContainer node = FakeNodeContainer(id, NodeRole::kMaster, 0);
    node.labels[kCreatorLabel] = creator;
    node.labels[kWorkspaceLabel] = workspace;
    engine_.AddContainer(node);
  }

  std::vector<std::string> ContainerNames() const {
    std::vector<std::string> names;
    for (const FakeContainer& container : engine_.containers()) {
      names.push_back(container.name);
    }
    return names;
  }

  // Not TEST_TMPDIR, where an ordinary user may not write.
  const ScopedFolder temporary_ = *ScopedFolder::Make("/tmp", "clean-");
  const ScopedFolder runtime_ = *ScopedFolder::Make("/tmp", "r");
  FakeEngine engine_;
  RecordingProgress progress_;
  std::vector<std::string> removed_;
};

// Whom a folder without write permission stops, for its scope.
class OrdinaryUser {
 public:
  OrdinaryUser() { EXPECT_TRUE(getuid() != 0 || seteuid(kNobody) == 0); }
  ~OrdinaryUser() { EXPECT_TRUE(getuid() != 0 || seteuid(0) == 0); }
};

class OrdinaryUsersCleanTest : private OrdinaryUser, public CleanTest {};

TEST_F(CleanTest, RemovesSidecarsOfDcosE2e) {
  engine_.AddContainer({.name = "vol", .labels = {{kSidecarNameLabel, "x"}}});
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_, ElementsAre("container vol"));
}

TEST_F(CleanTest, TellsOfEachThingThatItRemoves) {
  const std::string workspace = MakeWorkspace("", "x", engine_.host())->path;
  AddMaster("x", ThisProcess(), workspace);
  engine_.AddContainer({.name = "x-installer"});
  engine_.AddContainer({.name = "helper", .labels = {{kSchemaLabel, "1"}}});
  engine_.AddVolume({.name = "v", .labels = {{kClusterIdLabel, "x"}}});
  engine_.AddNetwork({.name = "n", .labels = {{kSchemaLabel, "1"}}});
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_, UnorderedElementsAre(
                            "container dcos-e2e-x.master-0",
                            "container x-installer", "container helper",
                            "volume v", "network n", "workspace " + workspace));
  EXPECT_THAT(engine_.containers(), IsEmpty());
  EXPECT_THAT(engine_.volumes(), IsEmpty());
  EXPECT_THAT(engine_.networks(), SizeIs(3)) << "the engine's own";
  EXPECT_FALSE(Exists(workspace));
}

TEST_F(CleanTest, IsSilentWhereThereIsNothing) {
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_, IsEmpty());
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

TEST_F(CleanTest, LeavesWhatIsNotLabelledOurs) {
  engine_.AddContainer({.name = "dcos-e2e-x.master-0", .labels = {{"l", "1"}}});
  engine_.AddContainer({.name = "x-installer"});
  engine_.AddVolume({.name = "v", .labels = {{"l", "1"}}});
  engine_.AddNetwork({.name = "n"});
  engine_.AddImage(
      {.reference = "minidcos/node:1", .labels = {{kSchemaLabel, "1"}}});
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_, IsEmpty());
  EXPECT_THAT(engine_.containers(), SizeIs(2));
  EXPECT_THAT(engine_.volumes(), SizeIs(1));
  EXPECT_THAT(engine_.networks(), SizeIs(4));
  EXPECT_THAT(engine_.images(), SizeIs(2));
}

TEST_F(CleanTest, LeavesTheMacNetworkAndTakesTheNetworkThatItIsOn) {
  engine_.AddNetwork({.name = "n", .labels = {{kSchemaLabel, "1"}}});
  engine_.AddNetwork({.name = "users"});
  engine_.AddContainer(
      {.name = "minidcos-mac-network",
       .labels = {{kMacNetworkLabel, "server"}, {kSchemaLabel, "1"}},
       .networks = {{"n", "10.1.0.2"}, {"users", "10.2.0.2"}}});
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_, ElementsAre("network n"));
  ASSERT_THAT(engine_.containers(), SizeIs(1));
  EXPECT_THAT(engine_.containers()[0].networks,
              ElementsAre(testing::Key("users")));
}

TEST_F(CleanTest, TakesHalfMadeStoppedAndDcosE2esClusters) {
  FakeContainer half_made = FakeNodeContainer("a", NodeRole::kAgent, 0);
  half_made.state = "created";
  engine_.AddContainer(half_made);
  FakeContainer stopped = FakeNodeContainer("b", NodeRole::kMaster, 0);
  stopped.state = "exited";
  engine_.AddContainer(stopped);
  engine_.AddContainer(E2eNodeContainer("c", NodeRole::kMaster, "172.17.0.9"));
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_, SizeIs(3));
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(CleanTest, KnowsTheInstallerByItsExactNameOnly) {
  AddMaster("x");
  engine_.AddContainer({.name = "my-x-installer"});
  engine_.AddContainer({.name = "x-installer-2"});
  engine_.AddContainer({.name = "y-installer"});
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_, ElementsAre("container dcos-e2e-x.master-0"));
  EXPECT_THAT(
      ContainerNames(),
      UnorderedElementsAre("my-x-installer", "x-installer-2", "y-installer"));
}

TEST_F(CleanTest, TakesTheWorkspaceAndInstallerOfACreateThatMadeNoContainer) {
  const std::string workspace = MakeWorkspace("", "x", engine_.host())->path;
  engine_.AddContainer({.name = "x-installer"});
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_,
              ElementsAre("container x-installer", "workspace " + workspace));
  EXPECT_FALSE(Exists(workspace));
}

// As of a `with --installer` that was killed: its nodes have ended by
// themselves.
TEST_F(OrdinaryUsersCleanTest, RemovesThroughTheEngineWhatRootHasWritten) {
  const auto workspace = MakeWorkspace("", "x", engine_.host(), "image");
  ASSERT_THAT(workspace, IsOk());
  const std::string file = workspace->serve() + "/file";
  ASSERT_THAT(WriteFile(file, "", 0644), IsOk());
  ASSERT_EQ(chmod(workspace->serve().c_str(), 0555), 0);
  std::string image;
  engine_.OnStart([&](const FakeContainer& container) {
    image = container.request.image();
    EXPECT_EQ(chmod(workspace->serve().c_str(), 0755), 0);
    EXPECT_THAT(RemoveTree(file), IsOk());
    return FakeRun();
  });
  EXPECT_THAT(Run(), IsOk());
  EXPECT_EQ(image, "image");
  EXPECT_THAT(removed_, ElementsAre("workspace " + workspace->path));
  EXPECT_FALSE(Exists(workspace->path));
}

TEST_F(CleanTest, TakesTheWorkspaceOfAHostThatHasAnotherNameNow) {
  const std::string workspace = MakeWorkspace("", "x", engine_.host())->path;
  const std::string marker = "x\nanother-host/boot/1/2\n" + engine_.host();
  ASSERT_THAT(WriteFile(workspace + "/minidcos-cluster", marker, 0600), IsOk());
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_, ElementsAre("workspace " + workspace));
}

TEST_F(CleanTest, LeavesTheWorkspacesOfAnotherEngine) {
  const std::string workspace = MakeWorkspace("", "x", "unix:///other")->path;
  engine_.AddContainer({.name = "x-installer"});
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_, IsEmpty());
  EXPECT_TRUE(Exists(workspace));
}

TEST_F(CleanTest, WarnsOfAWorkspaceThatItCannotRemove) {
  const std::string workspace = MakeWorkspace("", "x", "unix:///other")->path;
  AddMaster("x", "elsewhere/boot/1/2", workspace);
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_, ElementsAre("container dcos-e2e-x.master-0"));
  EXPECT_TRUE(Exists(workspace));
  EXPECT_THAT(progress_.lines(),
              ElementsAre(AllOf(StartsWith("warn "), HasSubstr(workspace))));
}

TEST_F(CleanTest, RemovesNoFolderBecauseALabelSaysSo) {
  AddMaster("x", ThisProcess(), temporary_.path());
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_, ElementsAre("container dcos-e2e-x.master-0"));
  EXPECT_TRUE(Exists(temporary_.path()));
}

TEST_F(CleanTest, GoesOnAfterAnErrorAndReturnsTheFirst) {
  AddMaster("x");
  engine_.AddContainer({.name = "helper", .labels = {{kSchemaLabel, "1"}}});
  engine_.AddVolume({.name = "v", .labels = {{kSchemaLabel, "1"}}});
  engine_.AddVolume({.name = "w", .labels = {{kSchemaLabel, "1"}}});
  engine_.AddNetwork({.name = "n", .labels = {{kSchemaLabel, "1"}}});
  engine_.FailNext("DELETE",
                   "/containers/" + engine_.FindContainer("helper")->id, 500,
                   "device is busy");
  engine_.FailNext("DELETE", "/volumes/v", 500, "out of order");
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kUnknown,
                              "container 'helper': device is busy"));
  EXPECT_THAT(removed_, UnorderedElementsAre("container dcos-e2e-x.master-0",
                                             "volume w", "network n"));
  EXPECT_THAT(progress_.lines(), ElementsAre("warn volume 'v': out of order"));
}

TEST_F(CleanTest, GoesOnWhereTheEngineCannotListOneKind) {
  AddMaster("x");
  engine_.AddNetwork({.name = "n", .labels = {{kSchemaLabel, "1"}}});
  engine_.FailNext("GET", "/volumes", 500, "out of order");
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kUnknown, "out of order"));
  EXPECT_THAT(removed_, UnorderedElementsAre("container dcos-e2e-x.master-0",
                                             "network n"));
}

TEST_F(CleanTest, TakesWhatAnotherHasRemovedMeanwhileForSuccess) {
  AddMaster("x");
  engine_.AddVolume({.name = "v", .labels = {{kSchemaLabel, "1"}}});
  const std::string master = engine_.containers()[0].id;
  engine_.FailNext("DELETE", "/containers/" + master, 404, "No such container");
  engine_.FailNext("DELETE", "/volumes/v", 404, "no such volume");
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(removed_, IsEmpty());
}

TEST_F(CleanTest, RemovesNothingIfTheEngineDoesNotAnswer) {
  const std::string workspace = MakeWorkspace("", "x", engine_.host())->path;
  engine_.FailNext("GET", "/containers/json", 500, "out of order");
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kUnknown, "out of order"));
  EXPECT_THAT(removed_, IsEmpty());
  EXPECT_TRUE(Exists(workspace));
}

TEST_F(CleanTest, TakesAwayWhatIsKeptForAnSshToTheNodes) {
  const FakeSsh ssh;  // for its folder
  AddMaster("x");
  const std::string hosts =
      *SshFile(engine_.FindContainer("dcos-e2e-x.master-0")->id, "hosts");
  ASSERT_THAT(WriteFile(hosts, "", 0600), IsOk());
  EXPECT_THAT(Run(), IsOk());
  EXPECT_FALSE(Exists(hosts));
}

}  // namespace
}  // namespace minidcos
