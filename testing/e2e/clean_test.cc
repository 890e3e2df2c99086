// clean, which takes whatever is labelled ours, and so on an engine of its own.

#include <csignal>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/node_image.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/real_engine/copy_image.h"
#include "testing/real_engine/private_engine.h"
#include "testing/real_engine/real_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The private engine with the node image, which all tests here share.
PrivateEngine* engine = nullptr;
std::string image;

class EngineWithNodeImage : public ::testing::Environment {
 public:
  void SetUp() override {
    const Context ctx = Context().WithTimeout(absl::Minutes(8));
    RealEngine& shared = RealEngine::Shared();
    image = EnsureNodeImage(ctx, shared.client(), {}, NoProgress())->reference;
    auto started = PrivateEngine::Start(ctx);
    ASSERT_THAT(started, IsOk());
    engine = started->release();
    ASSERT_THAT(CopyImage(ctx, image, shared.host(), engine->host()), IsOk());
  }
  void TearDown() override { delete engine; }
};

class CleanTest : public E2eTest {
 protected:
  CleanTest() : E2eTest(engine->host()) {}

  // What a user would see on the engine, images aside: those stay.
  std::set<std::string> EngineState() const {
    std::set<std::string> state;
    const auto containers = docker().ListContainers(Deadline(), {});
    const auto volumes = docker().ListVolumes(Deadline(), {});
    const auto networks = docker().ListNetworks(Deadline(), {});
    for (const auto& container : containers->items()) {
      state.insert(absl::StrCat("container ", container.id()));
    }
    for (const auto& volume : volumes->volumes()) {
      state.insert(absl::StrCat("volume ", volume.name()));
    }
    for (const auto& network : networks->items()) {
      state.insert(absl::StrCat("network ", network.id()));
    }
    return state;
  }

  std::unique_ptr<RunningTool> StartCreate() const {
    return Start("create", {RunfilePath("testing/sample_dcos/"
                                        "dcos_generate_config.sh"),
                            "--agents=1", "--public-agents=0"});
  }

  void WaitForContainer(const std::string& name) const {
    const Context ctx = Deadline();
    while (!docker().InspectContainer(ctx, name).ok()) {
      ASSERT_THAT(ctx.WaitFor(absl::Milliseconds(5)), IsOk());
    }
  }

  // Kills `create`, cleans, and finds all as it was.
  void KillAndClean(RunningTool& create, const std::set<std::string>& before) {
    create.SendSignal(SIGKILL);
    EXPECT_EQ(create.Wait().signal_number, SIGKILL);
    const ToolResult cleaned = Run("clean", {});
    EXPECT_EQ(cleaned.exit_code, 0) << cleaned;
    EXPECT_THAT(WhatIsLeft(), IsEmpty());
    EXPECT_EQ(EngineState(), before);
  }
};

TEST_F(CleanTest, RemovesARunningClusterAndNothingElse) {
  docker::CreateContainerRequest request;
  request.set_image(image);
  *request.mutable_host_config()->add_mounts() = [] {
    docker::Mount mount;
    mount.set_type("volume");
    mount.set_target("/data");
    return mount;
  }();
  const auto other =
      docker().CreateContainer(Deadline(), "dcos-e2e-of-somebody", request);
  ASSERT_THAT(other, IsOk());
  const std::set<std::string> before = EngineState();
  ASSERT_EQ(Run("provision", {}).exit_code, 0);

  const ToolResult cleaned = Run("clean", {});

  EXPECT_EQ(cleaned.exit_code, 0) << cleaned;
  EXPECT_THAT(cleaned.out, HasSubstr(absl::StrCat("container dcos-e2e-", id(),
                                                  ".master-0\n")));
  EXPECT_THAT(
      cleaned.out,
      HasSubstr(absl::StrCat("workspace ", temporary_folder(), "/minidcos-")));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
  EXPECT_EQ(EngineState(), before);
  EXPECT_THAT(docker().RemoveContainer(Deadline(), other->id()), IsOk());
}

TEST_F(CleanTest, SaysNothingWhereThereIsNothing) {
  const ToolResult cleaned = Run("clean", {});
  EXPECT_EQ(cleaned.exit_code, 0) << cleaned;
  EXPECT_EQ(cleaned.out, "");
}

TEST_F(CleanTest, RemovesWhatACreateKilledWhileNodesStartHasLeft) {
  const std::set<std::string> before = EngineState();
  const auto create = StartCreate();
  WaitForContainer(absl::StrCat("dcos-e2e-", id(), ".agent-0"));
  KillAndClean(*create, before);
}

TEST_F(CleanTest, RemovesWhatACreateKilledWhileTheInstallerRunsHasLeft) {
  const std::set<std::string> before = EngineState();
  const auto create = StartCreate();
  WaitForContainer(absl::StrCat(id(), "-installer"));
  KillAndClean(*create, before);
}

TEST_F(CleanTest, RemovesWhatACreateKilledWhileItInstallsHasLeft) {
  const std::set<std::string> before = EngineState();
  const auto create = StartCreate();
  ASSERT_TRUE(create->WaitForError("Installing"));
  KillAndClean(*create, before);
}

TEST_F(CleanTest, LeavesWithStaleACreateThatIsAliveAndEndsItWithout) {
  const auto create = StartCreate();
  WaitForContainer(absl::StrCat(id(), "-installer"));
  const ToolResult stale = Run("clean", {"--cluster-id=*", "--stale"});
  EXPECT_EQ(stale.exit_code, 0) << stale;
  EXPECT_EQ(stale.out, "");

  const ToolResult cleaned = Run("clean", {"--cluster-id=*"});

  EXPECT_EQ(cleaned.exit_code, 0) << cleaned;
  const ToolResult ended = create->Wait();
  EXPECT_EQ(ended.exit_code, 1) << ended;
  EXPECT_THAT(ended.err, HasSubstr("cluster removed by clean"));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

// The last one, for the others need the image.
TEST_F(CleanTest, RemovesImagesIfItIsToldTo) {
  ASSERT_EQ(Run("create_loopback_sidecar", {"--size=1", id()}).exit_code, 0);
  docker::CreateContainerRequest user;
  user.set_image(image);
  const auto other = docker().CreateContainer(Deadline(), "a-user", user);
  ASSERT_THAT(other, IsOk());
  const ToolResult used = Run("clean", {"--cluster-id=*", "--images"});
  EXPECT_EQ(used.exit_code, 1) << used;
  EXPECT_THAT(
      used.out,
      AllOf(HasSubstr(absl::StrCat("container minidcos-sidecar-", id(), "\n")),
            HasSubstr("image minidcos/sidecar:")));
  EXPECT_THAT(used.err, HasSubstr(absl::StrCat("image '", image, "': ")));
  EXPECT_THAT(docker().InspectImage(Deadline(), image), IsOk());
  EXPECT_THAT(docker().RemoveContainer(Deadline(), other->id()), IsOk());

  const ToolResult cleaned = Run("clean", {"--cluster-id=*", "--images"});
  EXPECT_EQ(cleaned.exit_code, 0) << cleaned;
  EXPECT_EQ(cleaned.out, absl::StrCat("image ", image, "\n"));
  EXPECT_THAT(docker().InspectImage(Deadline(), image),
              StatusIs(absl::StatusCode::kNotFound));
}

const auto* const kEnvironment =
    ::testing::AddGlobalTestEnvironment(new EngineWithNodeImage);

}  // namespace
}  // namespace minidcos
