#include "common/dcos/install/installer_on_host.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/tar.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/workspace.h"
#include "common/dcos/install/installer_tasks.h"
#include "common/dcos/installer/installer.h"
#include "common/dcos/installer/run_installer.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/fake_transport.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kContainerPath[] = "/containers/t-installer";
constexpr char kPayload[] = "dcos-genconf.0123-4567.tar";

// The workspace of the cluster "t", another folder for an installer, and a PATH
// of our own.
class InstallerOnHostTest : public testing::Test {
 protected:
  InstallerOnHostTest()
      : parent_(*ScopedFolder::Make(testing::TempDir(), "workspaces")),
        workspace_(*MakeWorkspace(parent_.path(), "t", "unix:///x")),
        commands_(*ScopedFolder::Make(testing::TempDir(), "commands")) {
    cluster_.id = "t";
    cluster_.masters = {FakeNode(NodeRole::kMaster, 0, "172.17.0.2", nullptr)};
    setenv("PATH", absl::StrCat(commands_.path(), ":/usr/bin:/bin").c_str(), 1);
    EXPECT_THAT(WriteFile(commands_.path() + "/docker",
                          absl::StrCat("#!/bin/sh\necho \"$*\" >>",
                                       commands_.path(), "/docker-calls\n"),
                          0755),
                IsOk());
  }

  // An installer that runs `script`.
  Installer MakeInstaller(absl::string_view script,
                          absl::string_view name = "installer.sh") {
    TarWriter tar;
    tar.AddFile(kPayload, "image", 0644);
    const std::string path = absl::StrCat(commands_.path(), "/", name);
    EXPECT_THAT(WriteFile(path,
                          absl::StrCat("#!/bin/bash\n# variant: None\n", script,
                                       "\nexit 0\n#EOF#\n", *tar.Finish()),
                          0644),
                IsOk());
    return *Installer::Open(path);
  }

  absl::Status Run(const Installer& installer, const Context& ctx = Context()) {
    const Operation operation = {ctx, Context(), engine_.client(), progress_};
    InstallerOnHost site(operation, installer, cluster_, workspace_);
    RETURN_IF_ERROR(site.Prepare());
    RETURN_IF_ERROR(site.Configure({.resolvers = {"10.0.0.53"}}));
    const auto step = progress_.Begin("Generating");
    RETURN_IF_ERROR(Genconf(site, *step));
    step->Done();
    return site.Deliver();
  }

  // Runs an installer that would never end, and interrupts it once it is at it.
  absl::Status RunAndInterrupt() {
    EXPECT_EQ(mkfifo(InFolder("at-it").c_str(), 0600), 0);
    EXPECT_EQ(mkfifo(InFolder("never").c_str(), 0600), 0);
    Cancellation interrupted;
    std::thread user([&] {
      EXPECT_THAT(ReadFile(InFolder("at-it")), IsOkAndHolds("yes"));
      interrupted.Cancel();
    });
    const absl::Status status =
        Run(MakeInstaller("printf yes >at-it; cat <>never"),
            Context().WithCancellation(interrupted));
    user.join();
    return status;
  }

  std::string InFolder(absl::string_view name) {
    return absl::StrCat(workspace_.path, "/", name);
  }

  const ScopedFolder parent_;
  const Workspace workspace_;
  const ScopedFolder commands_;
  Cluster cluster_;
  FakeEngine engine_;
  RecordingProgress progress_;
};

TEST_F(InstallerOnHostTest, RunsTheInstallerOnTheConfiguration) {
  const Installer installer = MakeInstaller(
      "cp genconf/config.yaml genconf/serve/seen\n"
      "echo \"$*\" >>genconf/serve/seen\n");

  EXPECT_THAT(Run(installer), IsOk());

  EXPECT_THAT(ReadFile(InFolder("genconf/serve/seen")),
              IsOkAndHolds(AllOf(HasSubstr("file:///opt/dcos_install_tmp"),
                                 HasSubstr("10.0.0.53"),
                                 EndsWith("\n-v --genconf\n"))));
  EXPECT_EQ(progress_.lines().back(), "done");
}

TEST_F(InstallerOnHostTest, TakesAnInstallerFromTheFolderWeAreIn) {
  MakeInstaller("echo '#' >genconf/serve/seen");
  ASSERT_EQ(chdir(commands_.path().c_str()), 0);
  EXPECT_THAT(Run(*Installer::Open("./installer.sh")), IsOk());
  EXPECT_THAT(ReadFile(InFolder("genconf/serve/seen")), IsOkAndHolds("#\n"));
}

TEST_F(InstallerOnHostTest, KeepsNothingOfAnOtherVersion) {
  ASSERT_THAT(WriteFile(workspace_.serve() + "/old", "", 0644), IsOk());
  ASSERT_THAT(WriteFile(workspace_.genconf() + "/old", "", 0644), IsOk());
  EXPECT_THAT(Run(MakeInstaller("true")), IsOk());
  EXPECT_NE(access(InFolder("genconf/serve/old").c_str(), F_OK), 0);
  EXPECT_NE(access(InFolder("genconf/old").c_str(), F_OK), 0);
}

TEST_F(InstallerOnHostTest, TakesAwayTheContainerOfOneThatWasKilled) {
  engine_.AddContainer({.name = "t-installer"});
  EXPECT_THAT(Run(MakeInstaller("true")), IsOk());
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(InstallerOnHostTest, NotesTheImageThatWasNotThereBefore) {
  ASSERT_EQ(mkfifo(InFolder("at-it").c_str(), 0600), 0);
  ASSERT_EQ(mkfifo(InFolder("loaded").c_str(), 0600), 0);
  std::thread loader([&] {
    EXPECT_THAT(ReadFile(InFolder("at-it")), IsOkAndHolds("yes"));
    engine_.AddImage({.reference = "mesosphere/dcos-genconf:0123-4567"});
    std::ofstream(InFolder("loaded")) << "yes";
  });
  EXPECT_THAT(Run(MakeInstaller("printf yes >at-it; cat loaded")), IsOk());
  loader.join();
  EXPECT_THAT(
      ReadFile(commands_.path() + "/docker-calls"),
      IsOkAndHolds(HasSubstr("image tag mesosphere/dcos-genconf:0123-4567 "
                             "minidcos/genconf:0123-4567\n")));
}

TEST_F(InstallerOnHostTest, NotesNoImageThatWasThereBefore) {
  engine_.AddImage({.reference = "mesosphere/dcos-genconf:0123-4567"});
  EXPECT_THAT(Run(MakeInstaller("true")), IsOk());
  EXPECT_THAT(ReadFile(commands_.path() + "/docker-calls"),
              IsOkAndHolds(Not(HasSubstr("tag"))));
}

TEST_F(InstallerOnHostTest, AddsToTheEnvironmentAndTakesAway) {
  setenv("INHERITED", "yes", 1);
  setenv("DOCKER_CONTEXT", "other", 1);
  setenv("DCOS_INSTALLER_DAEMONIZE", "true", 1);
  const Installer installer = MakeInstaller("env >genconf/env");

  EXPECT_THAT(Run(installer), IsOk());
  const std::string env = ReadFile(InFolder("genconf/env")).value_or("");
  EXPECT_THAT(env, HasSubstr("DCOS_INSTALLER_CONTAINER_NAME=t-installer\n"));
  EXPECT_THAT(env, HasSubstr(absl::StrCat(
                       "DOCKER_HOST=", engine_.client().host(), "\n")));
  EXPECT_THAT(env, HasSubstr("INHERITED=yes\n"));
  EXPECT_THAT(env, testing::ContainsRegex("(^|\n)PORT=[1-9][0-9]+\n"));
  EXPECT_THAT(env, Not(HasSubstr("DOCKER_CONTEXT=")));
  EXPECT_THAT(env, Not(HasSubstr("DCOS_INSTALLER_DAEMONIZE=")));
}

TEST_F(InstallerOnHostTest, KeepsServeAndNoGigabytes) {
  // The nodes have genconf/serve mounted: it is there before, and stays.
  const Installer installer = MakeInstaller(
      absl::StrCat("echo image >", kPayload, "; test -h $0 && exit 7"));

  EXPECT_THAT(Run(installer), StatusIs(absl::StatusCode::kFailedPrecondition,
                                       HasSubstr("exited with code 7")));

  EXPECT_EQ(access(InFolder("genconf/serve").c_str(), F_OK), 0);
  EXPECT_NE(access(InFolder(kPayload).c_str(), F_OK), 0);
  EXPECT_NE(access(InFolder("dcos_generate_config.sh").c_str(), F_OK), 0);
}

TEST_F(InstallerOnHostTest, TakesAnInstallerWhosePathHasASpace) {
  // Unquoted $0, as in installers up to 1.12.
  const Installer installer = MakeInstaller(
      "cat $0 | tail -c 1024 | wc -c >genconf/size", "my installer.sh");

  EXPECT_THAT(Run(installer), IsOk());
  EXPECT_THAT(ReadFile(InFolder("genconf/size")), IsOkAndHolds("1024\n"));
}

TEST_F(InstallerOnHostTest, ShowsTheInstallersMessagesWhenItFails) {
  const Installer installer = MakeInstaller(
      "echo '====> EXECUTING CONFIGURATION GENERATION'\n"
      "printf '\\033[31mnum_masters\\033[0m: Must have 1, 3 or 5\\n' >&2\n"
      "exit 1");

  const absl::Status status = Run(installer);

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               "generating the DC/OS configuration: the "
                               "installer exited with code 1"));
  EXPECT_EQ(GetOutput(status),
            "====> EXECUTING CONFIGURATION GENERATION\n"
            "num_masters: Must have 1, 3 or 5\n");
  EXPECT_THAT(progress_.lines(),
              Contains("update num_masters: Must have 1, 3 or 5"));
  EXPECT_EQ(progress_.lines().back(), "failed");
}

TEST_F(InstallerOnHostTest, RemovesTheInstallersContainerWhenInterrupted) {
  engine_.AddContainer({.name = "t-installer"});
  engine_.AddContainer({.name = "other-t-installer"});
  // The engine has not quite made it when the first requests come.
  engine_.FailNext("DELETE", kContainerPath, 404, "No such container");
  engine_.FailNext("DELETE", kContainerPath, 404, "No such container");

  EXPECT_THAT(RunAndInterrupt(), StatusIs(absl::StatusCode::kCancelled));

  ASSERT_THAT(engine_.containers(), SizeIs(1));
  EXPECT_EQ(engine_.containers()[0].name, "other-t-installer");
  EXPECT_EQ(engine_.faults_left(), 0);
  EXPECT_THAT(progress_.lines(), Not(Contains(StartsWith("warn"))));
}

TEST_F(InstallerOnHostTest, TellsThatTheContainerMayStillRun) {
  engine_.FailNext("DELETE", kContainerPath, 404, "No such container");
  engine_.FailNext("DELETE", kContainerPath, 500, "sorry");

  EXPECT_THAT(RunAndInterrupt(), StatusIs(absl::StatusCode::kCancelled));

  EXPECT_THAT(progress_.lines(),
              Contains(AllOf(StartsWith("warn the installer's container "
                                        "'t-installer' may still run: "),
                             HasSubstr("sorry"))));
}

TEST_F(InstallerOnHostTest, TakesAContainerThatNeverComesForNone) {
  EXPECT_THAT(RunAndInterrupt(), StatusIs(absl::StatusCode::kCancelled));

  EXPECT_THAT(progress_.lines(), Not(Contains(StartsWith("warn"))));
}

TEST_F(InstallerOnHostTest, NeedsTheDockerCommand) {
  const Installer installer = MakeInstaller("true");
  setenv("PATH", workspace_.path.c_str(), 1);

  EXPECT_THAT(Run(installer),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("needs the docker command"),
                             HasSubstr("docker-cli"))));
}

TEST_F(InstallerOnHostTest, NeedsAPathThatInstallersCanCopeWith) {
  for (const char* path : {"/a b", "/a\tb", "/a*", "/a?", "/[a]", "/a:b"}) {
    EXPECT_THAT(CheckInstallerRun(Context(), path),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(path)))
        << path;
  }
}

}  // namespace
}  // namespace minidcos
