// A cluster outlives an engine that hangs for less than a lease.

#include <csignal>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/node_image.h"
#include "common/cluster/lease/lease.h"
#include "common/cluster/lease/lease_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/real_engine/copy_image.h"
#include "testing/real_engine/private_engine.h"
#include "testing/real_engine/real_engine.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::IsEmpty;

// An engine of its own, which can be stalled.
PrivateEngine* engine = nullptr;

class EngineWithNodeImage : public ::testing::Environment {
 public:
  void SetUp() override {
    const Context ctx = Context().WithTimeout(absl::Minutes(8));
    RealEngine& shared = RealEngine::Shared();
    const auto image = EnsureNodeImage(ctx, shared.client(), {}, NoProgress());
    ASSERT_THAT(image, IsOk());
    auto started = PrivateEngine::Start(ctx);
    ASSERT_THAT(started, IsOk());
    engine = started->release();
    ASSERT_THAT(CopyImage(ctx, image->reference, shared.host(), engine->host()),
                IsOk());
  }
  void TearDown() override { delete engine; }
};

const auto* const kEnvironment =
    ::testing::AddGlobalTestEnvironment(new EngineWithNodeImage);

// Whether the engine sees our files, and so the nodes the one lease file.
class StalledEngine : public E2eTest,
                      public ::testing::WithParamInterface<bool> {
 protected:
  StalledEngine() : E2eTest(engine->host()) {}

  // A cluster of one node whose command stays.
  std::unique_ptr<RunningTool> StartOne() const {
    std::vector<std::string> words = {ToolPath("with"),
                                      "--cluster-id",
                                      id(),
                                      "--agents=0",
                                      "--public-agents=0",
                                      "sh",
                                      "-c",
                                      "echo begun; exec sleep 1000"};
    if (!GetParam()) {
      // A folder that is there for us alone.
      const std::vector<std::string> hide = {
          "/usr/bin/unshare",
          "-m",
          "sh",
          "-c",
          "mount -t tmpfs none \"$0\" && exec \"$@\"",
          temporary_folder()};
      words.insert(words.begin(), hide.begin(), hide.end());
    }
    const ToolOptions options = {
        .environment = {{"DOCKER_HOST", docker().host()},
                        {"TMPDIR", temporary_folder()}},
        .timeout = absl::Minutes(8)};
    return std::make_unique<RunningTool>(
        words[0], std::vector<std::string>(words.begin() + 1, words.end()),
        options);
  }

  // How often the lease has been renewed, as the node sees it.
  int Renewals() const {
    const std::string file = GetParam() ? "/opt/dcos_install_tmp/minidcos-lease"
                                        : "/etc/minidcos-lease";
    const ToolResult result = Run("exec", {"cat", file});
    EXPECT_EQ(result.exit_code, 0) << result;
    int seconds = 0, renewals = 0;
    EXPECT_EQ(std::sscanf(result.out.c_str(), "%d %d", &seconds, &renewals), 2)
        << result;
    return renewals;
  }
};

TEST_P(StalledEngine, ForLessThanALeaseCostsNoCluster) {
  const auto tool = StartOne();
  ASSERT_TRUE(tool->WaitForOutput("begun"));
  ASSERT_THAT(engine->Freeze(), IsOk());
  EXPECT_THAT(
      Context().WaitFor((GetParam() ? 1 : kElsewhereFactor) * kLeaseLength / 2),
      IsOk());
  ASSERT_THAT(engine->Thaw(), IsOk());
  const Context limit = Context().WithTimeout(absl::Minutes(4));
  // Beyond what a lease lasts.
  const int wanted = Renewals() + 1 + kLeaseLength / kLeasePeriod;
  while (Renewals() < wanted && !HasFailure()) {
    ASSERT_THAT(limit.WaitFor(absl::Seconds(1)), IsOk());
  }
  tool->SendSignal(SIGTERM);
  EXPECT_EQ(tool->Wait().signal_number, SIGTERM);
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(SeesOurFiles, StalledEngine, ::testing::Bool());

}  // namespace
}  // namespace minidcos
