#include "common/cluster/bundle/bundle.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/tar.h"
#include "common/cluster/bundle/read_bundle.h"
#include "common/cluster/cluster.h"
#include "common/cluster/fake_nodes.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr char kMaster[] = "dcos-e2e-x.master-0";
constexpr char kAgent[] = "dcos-e2e-x.agent-0";

std::string FilesTar() {
  TarWriter tar;
  tar.AddFile("opt/mesosphere/etc/user.config.yaml",
              "superuser_password_hash: $6$rounds=656000$salt$hunter2hunter2\n"
              "license_key_contents: |\n  hunter2\n",
              0644);
  tar.AddFile("opt/mesosphere/etc/expanded.config.json",
              R"({"superuser_password_hash": "hunter2", "a": "b"})", 0600);
  return tar.Finish().value_or("");
}

// A secret in everything that a node prints.
FakeRun Answer(const FakeExecCall& call) {
  const std::string item = *call.request.cmd().rbegin();
  if (item == "docker") return {.exit_code = 100};
  if (item == "files") return {.stdout_text = FilesTar()};
  return {.stdout_text = absl::StrCat(
              "item ", item,
              "\n-----BEGIN RSA PRIVATE KEY-----\nhunter2\n"
              "-----END RSA PRIVATE KEY-----\nx --password hunter2 y\n"),
          .stderr_text = "Authorization: token=hunter2\n"};
}

// An engine with the cluster "x", of a master and an agent.
class BundleTest : public testing::Test {
 protected:
  BundleTest() {
    engine_.AddContainer(Node(NodeRole::kMaster));
    engine_.AddContainer(Node(NodeRole::kAgent));
    engine_.OnAnyExec(Answer);
    engine_.OnStart(
        [](const FakeContainer&) { return FakeRun{.stays = true}; });
  }

  static FakeContainer Node(NodeRole role) {
    FakeContainer node = FakeNodeContainer("x", role, 0);
    node.request.set_tty(true);
    node.request.add_env("DB_PASSWORD=hunter2 and more");
    docker::Mount& mount = *node.request.mutable_host_config()->add_mounts();
    mount.set_type("volume");
    mount.set_target("/var/log/journal");
    node.volumes = {"journal"};
    node.output = {{false, "console: https://bob:hunter2@example.com/\n"}};
    node.labels["password"] = "hunter2";
    return node;
  }

  absl::StatusOr<std::vector<std::string>> Write(
      const Context& ctx = Context().WithTimeout(absl::Minutes(1))) {
    const absl::StatusOr<Cluster> cluster =
        FindCluster(Context(), engine_.client(), "x");
    EXPECT_THAT(cluster, IsOk());
    return WriteBundle(ctx, engine_.client(),
                       {.path = path_,
                        .cluster_id = "x",
                        .nodes = cluster->nodes(),
                        .program = "minidcos 1.0"},
                       NoProgress());
  }

  const ScopedFolder folder_ = *ScopedFolder::Make("/tmp", "bundle-test-");
  const std::string path_ = absl::StrCat(folder_.path(), "/a.tar.zst");
  FakeEngine engine_;
};

TEST_F(BundleTest, HoldsAllOfEachNodeWithoutSecrets) {
  EXPECT_THAT(Write(), IsOkAndHolds(IsEmpty()));
  const std::map<std::string, std::string> files = ReadBundle(path_);
  for (const auto& [name, content] : files) {
    EXPECT_FALSE(absl::StrContains(content, "hunter2")) << name << content;
  }
  for (const char* file :
       {"about.txt", "engine/version.json", "engine/info.json",
        "master_0/container.json", "master_0/console.txt",
        "master_0/journal.txt", "master_0/units.txt", "agent_0/journal.txt",
        "agent_0/dcos-checks.txt",
        "agent_0/files/opt/mesosphere/etc/user.config.yaml"}) {
    EXPECT_THAT(files, Contains(Key(absl::StrCat("minidcos-x/", file))));
  }
  EXPECT_THAT(files, Not(Contains(Key("minidcos-x/master_0/docker.txt"))));
  EXPECT_THAT(files, Not(Contains(Key("minidcos-x/missing.txt"))));
  EXPECT_THAT(files.at("minidcos-x/about.txt"),
              AllOf(HasSubstr("minidcos 1.0"), HasSubstr("agent_0")));
  EXPECT_THAT(files.at("minidcos-x/engine/containers.json"),
              AllOf(HasSubstr(kMaster), HasSubstr(kAgent)));
  EXPECT_THAT(files.at("minidcos-x/agent_0/journal.txt"),
              HasSubstr("item journal\n"));
}

TEST_F(BundleTest, LooksAtTheVolumesOfAStoppedNode) {
  engine_.Exit(kAgent, 1);
  docker::Mount seen;
  engine_.OnStart([&seen](const FakeContainer& container) {
    seen = container.request.host_config().mounts(0);
    return FakeRun{.stays = true};
  });
  EXPECT_THAT(Write(),
              IsOkAndHolds(ElementsAre(AllOf(
                  HasSubstr("agent_0: "), HasSubstr("not running (exited)")))));
  const std::map<std::string, std::string> files = ReadBundle(path_);
  EXPECT_THAT(files, Contains(Key("minidcos-x/agent_0/journal.txt")));
  EXPECT_THAT(files, Contains(Key("minidcos-x/agent_0/container.json")));
  EXPECT_THAT(files, Not(Contains(Key("minidcos-x/agent_0/units.txt"))));
  EXPECT_THAT(files, Contains(Key("minidcos-x/master_0/units.txt")));
  EXPECT_THAT(files, Contains(Pair("minidcos-x/missing.txt",
                                   HasSubstr("not running (exited)\n"))));
  EXPECT_EQ(seen.source(), "journal");
  EXPECT_EQ(seen.target(), "/var/log/journal");
  EXPECT_TRUE(seen.read_only());
  EXPECT_THAT(engine_.containers(), SizeIs(2));
}

TEST_F(BundleTest, CollectsWhatAFailingEngineLetsIt) {
  engine_.Exit(kAgent, 1);
  engine_.FailNext("GET", "/info", 500, "out of order");
  engine_.FailNext("GET", "/containers/.*/logs", 500, "no logs");
  engine_.FailNext("POST", "/containers/create", 500, "no space left");
  const absl::StatusOr<std::vector<std::string>> missing = Write();
  ASSERT_THAT(missing, IsOk());
  EXPECT_THAT(*missing, Contains("engine/info.json: out of order"));
  EXPECT_THAT(*missing, Contains(HasSubstr("/console.txt: no logs")));
  EXPECT_THAT(*missing, Contains("agent_0/journal.txt: no space left"));
  EXPECT_THAT(ReadBundle(path_),
              Contains(Key("minidcos-x/master_0/journal.txt")));
}

TEST_F(BundleTest, RemovesTheStandInThatCannotStart) {
  engine_.Exit(kAgent, 1);
  engine_.FailNext("POST", "/containers/.*/start", 500, "no start");
  const absl::StatusOr<std::vector<std::string>> missing = Write();
  ASSERT_THAT(missing, IsOk());
  EXPECT_THAT(*missing, Contains("agent_0/journal.txt: no start"));
  EXPECT_THAT(engine_.containers(), SizeIs(2));
}

TEST_F(BundleTest, LooksAtTheVolumesOfANodeThatRunsNothing) {
  const std::string id = engine_.FindContainer(kMaster)->id;
  engine_.FailNext("POST", absl::StrCat("/containers/", id, "/exec"), 500,
                   "no exec");
  const absl::StatusOr<std::vector<std::string>> missing = Write();
  ASSERT_THAT(missing, IsOk());
  EXPECT_THAT(*missing,
              ElementsAre("master_0: all that its own programs tell: no exec"));
}

TEST_F(BundleTest, LeavesNothingWhenInterrupted) {
  Cancellation interrupted;
  engine_.OnAnyExec([&](const FakeExecCall& call) {
    interrupted.Cancel();
    return Answer(call);
  });
  EXPECT_THAT(Write(Context().WithCancellation(interrupted)),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(BundleTest, KeepsAFileThatIsThere) {
  ASSERT_THAT(WriteFile(path_, "mine", 0600), IsOk());
  EXPECT_THAT(Write(), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(ReadFile(path_), IsOkAndHolds("mine"));
  EXPECT_THAT(engine_.execs(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
