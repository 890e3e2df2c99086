#include "common/dcos/install/create_cluster.h"

#include <cstddef>
#include <cstdlib>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/base/tar.h"
#include "common/cluster/cluster.h"
#include "common/cluster/provision/provision_fixture.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr char kSucceeds[] = "echo '#' >genconf/serve/dcos_install.sh";

// An installer of open DC/OS, and a docker command.
class CreateTest : public ProvisionFixture {
 protected:
  CreateTest() : files_(*ScopedFolder::Make(testing::TempDir(), "create-")) {
    create_.cluster = options_;
    create_.dcos.installer.source = Installer(kSucceeds);
    create_.dcos.genconf_on = GenconfPlace::kHost;
    Write("docker", "#!/bin/sh\necho Docker version 0\n");
    setenv("PATH", absl::StrCat(files_.path(), ":", path_).c_str(), 1);
  }
  ~CreateTest() override { setenv("PATH", path_.c_str(), 1); }

  absl::Status Create(
      const std::function<absl::Status(const Cluster&)>& finish = nullptr,
      const std::function<void(const Cluster&)>& on_failure = nullptr) {
    return CreateCluster(
        {limit_.WithCancellation(interrupted_), limit_, *docker_, progress_},
        create_, finish, on_failure);
  }

  // The path of a file.
  std::string Write(absl::string_view name, absl::string_view content) {
    const std::string path = absl::StrCat(files_.path(), "/", name);
    EXPECT_THAT(WriteFile(path, content, 0755), IsOk());
    return path;
  }

  // The path of an installer that runs `script`.
  std::string Installer(absl::string_view script,
                        absl::string_view variant = "None") {
    TarWriter tar;
    tar.AddFile("dcos-genconf.0123-4567.tar", "image", 0644);
    return Write("installer.sh",
                 absl::StrCat("#!/bin/bash\n# variant: ", variant, "\n", script,
                              "\nexit 0\n#EOF#\n", *tar.Finish()));
  }

  // Expects a refusal before anything is made or asked of the engine.
  void ExpectRefusal(absl::StatusCode code, absl::string_view words) {
    EXPECT_THAT(Create(), StatusIs(code, HasSubstr(std::string(words))));
    EXPECT_THAT(engine_.requests(), IsEmpty());
    EXPECT_THAT(LeftOver(), IsEmpty());
  }

  const std::string path_ = std::getenv("PATH");
  const ScopedFolder files_;
  CreateOptions create_;
};

TEST_F(CreateTest, RefusesABadId) {
  create_.cluster.id = "a/b";
  ExpectRefusal(absl::StatusCode::kInvalidArgument, "'a/b'");
}

TEST_F(CreateTest, RefusesANegativeCount) {
  create_.cluster.agents = -1;
  ExpectRefusal(absl::StatusCode::kInvalidArgument, "-1 agents");
}

TEST_F(CreateTest, RefusesANumberOfMastersThatDcosDoesNotTake) {
  for (const int masters : {0, 2, 4, 11}) {
    create_.cluster.masters = masters;
    ExpectRefusal(absl::StatusCode::kInvalidArgument, absl::StrCat(masters));
  }
}

TEST_F(CreateTest, RefusesAWorkspaceFolderThatIsNotThere) {
  create_.cluster.backend.workspace_dir = "/none";
  ExpectRefusal(absl::StatusCode::kNotFound, "'/none'");
}

TEST_F(CreateTest, RefusesAWorkspaceFolderThatTheInstallerCannotCopeWith) {
  const std::string folder = files_.path() + "/a b";
  ASSERT_THAT(MakeFolder(folder, 0755), IsOk());
  create_.cluster.backend.workspace_dir = folder;
  ExpectRefusal(absl::StatusCode::kInvalidArgument, "a b");
}

TEST_F(CreateTest, RefusesAnInstallerThatIsNotThere) {
  create_.dcos.installer.source = "/none.sh";
  ExpectRefusal(absl::StatusCode::kNotFound, "/none.sh");
}

TEST_F(CreateTest, RefusesAFileThatIsNoInstaller) {
  create_.dcos.installer.source = Write("notes.txt", "hello\n");
  ExpectRefusal(absl::StatusCode::kInvalidArgument, "notes.txt");
  create_.dcos.installer.source = files_.path();
  ExpectRefusal(absl::StatusCode::kInvalidArgument, files_.path());
}

TEST_F(CreateTest, RefusesAnExtraConfigThatIsNotThere) {
  create_.dcos.config.extra_config = "/none.yaml";
  ExpectRefusal(absl::StatusCode::kNotFound, "/none.yaml");
}

TEST_F(CreateTest, RefusesAnExtraConfigThatIsNoMap) {
  create_.dcos.config.extra_config = Write("extra.yaml", "- a\n");
  ExpectRefusal(absl::StatusCode::kInvalidArgument, "extra.yaml");
}

TEST_F(CreateTest, RefusesToBeginWithoutADockerCommand) {
  setenv("PATH", "/none", 1);
  ExpectRefusal(absl::StatusCode::kFailedPrecondition, "docker");
}

TEST_F(CreateTest, LeavesAClusterOfThatIdAlone) {
  ASSERT_THAT(Create(), IsOk());
  const std::vector<std::string> before = LeftOver();
  EXPECT_THAT(Create(), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(LeftOver(), testing::UnorderedElementsAreArray(before));
}

TEST_F(CreateTest, InstallsOnEveryNodeAndSaysWhatToDoNext) {
  EXPECT_THAT(Create(), IsOk());
  std::set<std::string> installed;
  for (const FakeExecCall& call : engine_.execs()) {
    if (absl::StrContains(absl::StrJoin(call.request.cmd(), " "),
                          "/dcos_install.sh")) {
      installed.insert(call.container);
    }
  }
  EXPECT_THAT(installed,
              UnorderedElementsAre("dcos-e2e-x.master-0", "dcos-e2e-x.agent-0",
                                   "dcos-e2e-x.public-agent-0"));
  EXPECT_THAT(
      progress_.lines().back(),
      AllOf(StartsWith("note "), HasSubstr("minidcos wait --cluster-id x")));
  const auto cluster = FindCluster(limit_, *docker_, "x");
  ASSERT_THAT(cluster, IsOk());
  EXPECT_THAT(IsComplete(limit_, *docker_, *cluster), IsOkAndHolds(true));
}

TEST_F(CreateTest, ConfiguresDcosForTheNodesAndTheUsersKeys) {
  create_.dcos.installer.source = Installer(absl::StrCat(
      kSucceeds, "; cp genconf/config.yaml ", files_.path(), "/seen"));
  create_.dcos.config.extra_config =
      Write("extra.yaml", "cluster_name: mine\n");
  EXPECT_THAT(Create(), IsOk());
  const auto seen = ReadFile(files_.path() + "/seen");
  ASSERT_THAT(seen, IsOk());
  EXPECT_THAT(*seen, HasSubstr("cluster_name: mine\n"));
  EXPECT_THAT(
      *seen,
      HasSubstr(engine_.FindContainer("dcos-e2e-x.agent-0")->ip_address));
}

TEST_F(CreateTest, TellsAnInstallerOfEnterpriseOfItsSuperuser) {
  create_.dcos.installer.source =
      Installer(absl::StrCat(kSucceeds, "; cp genconf/config.yaml ",
                             files_.path(), "/seen"),
                "ee");
  create_.dcos.config.superuser.username = "the-root";
  EXPECT_THAT(Create(), IsOk());
  EXPECT_THAT(
      ReadFile(files_.path() + "/seen"),
      IsOkAndHolds(AllOf(HasSubstr("\"the-root\""), HasSubstr("\"$6$rounds="),
                         Not(HasSubstr("deleteme")))));
}

TEST_F(CreateTest, HandsTheClusterOverOnceDcosIsInstalled) {
  std::string id;
  EXPECT_THAT(Create([&](const Cluster& made) {
                EXPECT_THAT(engine_.execs(), Not(IsEmpty()));
                id = made.id;
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_EQ(id, "x");
}

TEST_F(CreateTest, ThatFailsShowsTheNodesBeforeTheyAreRemoved) {
  create_.dcos.installer.source = Installer("exit 1");
  size_t nodes = 0;
  EXPECT_THAT(
      Create([](const Cluster&) { return absl::InternalError("not reached"); },
             [&](const Cluster& made) { nodes = made.nodes().size(); }),
      StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(nodes, 3u);
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(CreateTest, RemovesEverythingIfTheInstallerFails) {
  create_.dcos.installer.source = Installer("echo bad config >&2; exit 1");
  const absl::Status status = Create();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(GetOutput(status), HasSubstr("bad config"));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(CreateTest, RemovesEverythingIfANodeCannotBeInstalled) {
  engine_.OnAnyExec([](const FakeExecCall& call) {
    if (!absl::StrContains(absl::StrJoin(call.request.cmd(), " "),
                           "/dcos_install.sh")) {
      return FakeRun();
    }
    const bool is_agent = call.container == "dcos-e2e-x.agent-0";
    return FakeRun{.stderr_text = "no space left\n", .exit_code = is_agent};
  });
  EXPECT_THAT(Create(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                 HasSubstr("agent_0")));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(CreateTest, RemovesEverythingOnAnEngineThatDoesNotSeeOurFiles) {
  engine_.FailNext("POST", "/containers/create", 400,
                   "bind source path does not exist: /x");
  EXPECT_THAT(Create(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr(docker_->host()), HasSubstr("files"))));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(CreateTest, TakesNoEngineForOursThatHappensToHaveTheFolder) {
  // It takes the bind, and does not show the file that we have just written.
  engine_.FailNext("HEAD", "/containers/[^/]*/archive", 404, "no such file");
  EXPECT_THAT(Create(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                 HasSubstr("do not see this machine's")));
  EXPECT_EQ(engine_.faults_left(), 0);
  EXPECT_THAT(LeftOver(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
