#include "common/dcos/install/installer_in_node.h"

#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/child_process.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/tar.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/workspace.h"
#include "common/dcos/install/installer_tasks.h"
#include "common/dcos/installer/installer.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/fake_transport.h"
#include "testing/local_transport.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

// This machine as a node, with a docker command that notes what it is told, and
// a workspace that "the nodes" share.
class InstallerInNodeTest : public testing::Test {
 protected:
  InstallerInNodeTest()
      : files_(*ScopedFolder::Make(testing::TempDir(), "in-node")),
        workspace_(*MakeWorkspace(files_.path(), "t", "unix:///x")) {
    cluster_.id = "t";
    cluster_.masters = {FakeNode(NodeRole::kMaster, 0, "172.17.0.2",
                                 std::make_shared<LocalTransport>())};
    EXPECT_THAT(MakeFolder(parent_, 0700), IsOk());
    EXPECT_THAT(WriteFile(files_.path() + "/docker",
                          absl::StrCat("#!/bin/sh\necho \"$*\" >>",
                                       files_.path(), "/docker-calls\n",
                                       "[ $1 != ps ] || echo old-one\n"),
                          0755),
                IsOk());
    setenv("PATH", absl::StrCat(files_.path(), ":/usr/bin:/bin").c_str(), 1);
  }

  // Runs an installer that is `script`.
  absl::Status Run(absl::string_view script, const Context& ctx) {
    TarWriter tar;
    tar.AddFile("dcos-genconf.0123-4567.tar", "image", 0644);
    const std::string path = files_.path() + "/my installer.sh";
    EXPECT_THAT(WriteFile(path,
                          absl::StrCat("#!/bin/bash\n# variant: None\n", script,
                                       "\nexit 0\n#EOF#\n", *tar.Finish()),
                          0644),
                IsOk());
    const Installer installer = *Installer::Open(path);
    const Operation operation = {ctx, Context(), engine_.client(), progress_};
    InstallerInNode site(operation, installer, cluster_, &workspace_,
                         parent_ + "/installer");
    RETURN_IF_ERROR(site.Prepare());
    RETURN_IF_ERROR(site.Configure({.resolvers = {"10.0.0.53"}}));
    const auto step = progress_.Begin("Generating");
    RETURN_IF_ERROR(Genconf(site, *step));
    return site.Deliver();
  }

  void ExpectCleanNode() const {
    EXPECT_TRUE(std::filesystem::is_empty(parent_));
    EXPECT_THAT(
        ReadFile(files_.path() + "/docker-calls"),
        IsOkAndHolds(AllOf(HasSubstr("--filter name=minidcos-installer\n"),
                           HasSubstr("rm -f old-one\n"),
                           HasSubstr("images -q */dcos-genconf:0123-4567"),
                           HasSubstr("image rm -f"))));
  }

  const ScopedFolder files_;
  const std::string parent_ = files_.path() + "/node";
  const Workspace workspace_;
  Cluster cluster_;
  FakeEngine engine_;
  RecordingProgress progress_;
  const Context limit_ = Context().WithTimeout(absl::Minutes(1));
};

TEST_F(InstallerInNodeTest, BringsWhatItMakesAndLeavesNothing) {
  ASSERT_THAT(WriteFile(workspace_.serve() + "/old", "", 0644), IsOk());
  EXPECT_THAT(
      Run("mkdir genconf/serve; cp genconf/config.yaml genconf/serve\n"
          "echo \"$* $DCOS_INSTALLER_CONTAINER_NAME\" >genconf/serve/args",
          limit_),
      IsOk());
  EXPECT_THAT(ReadFile(workspace_.serve() + "/config.yaml"),
              IsOkAndHolds(AllOf(HasSubstr("file:///opt/dcos_install_tmp"),
                                 HasSubstr("10.0.0.53"))));
  EXPECT_THAT(ReadFile(workspace_.serve() + "/args"),
              IsOkAndHolds(MatchesRegex(
                  "-v --genconf minidcos-installer-[0-9a-f]{8}\n")));
  EXPECT_NE(access((workspace_.serve() + "/old").c_str(), F_OK), 0);
  ExpectCleanNode();
}

TEST_F(InstallerInNodeTest, ShowsTheInstallersMessagesWhenItFails) {
  const absl::Status status = Run("echo num_masters: odd >&2; exit 1", limit_);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("exited with code 1")));
  EXPECT_EQ(GetOutput(status), "num_masters: odd\n");
  EXPECT_THAT(progress_.lines(), Contains("update num_masters: odd"));
  ExpectCleanNode();
}

TEST_F(InstallerInNodeTest, EndsWhatAKilledOneLeftBehind) {
  const std::string folder = parent_ + "/installer";
  ASSERT_THAT(MakeFolder(folder, 0700), IsOk());
  ASSERT_THAT(WriteFile(folder + "/old", "", 0600), IsOk());
  const auto left =
      ChildProcess::Start({"sleep", "600"}, {.directory = folder}, {});
  ASSERT_THAT(left, IsOk());
  EXPECT_THAT(Run("[ ! -e old ] && mkdir genconf/serve", limit_), IsOk());
  EXPECT_THAT((*left)->Wait(limit_), IsOkAndHolds(128 + SIGKILL));
  ExpectCleanNode();
}

TEST_F(InstallerInNodeTest, EndsTheContainerWhenInterrupted) {
  const std::string at_it = files_.path() + "/at-it";
  ASSERT_EQ(mkfifo(at_it.c_str(), 0600), 0);
  Cancellation interrupted;
  std::thread user([&] {
    EXPECT_THAT(ReadFile(at_it), IsOkAndHolds("yes"));
    interrupted.Cancel();
  });
  EXPECT_THAT(
      Run(absl::StrCat("mkfifo never; printf yes >", at_it, "; cat <>never"),
          limit_.WithCancellation(interrupted)),
      StatusIs(absl::StatusCode::kCancelled));
  user.join();
  EXPECT_THAT(
      ReadFile(files_.path() + "/docker-calls"),
      IsOkAndHolds(ContainsRegex("kill minidcos-installer-[0-9a-f]{8}\n")));
  ExpectCleanNode();
  EXPECT_THAT(progress_.lines(), Not(Contains(HasSubstr("is left"))));
}

}  // namespace
}  // namespace minidcos
