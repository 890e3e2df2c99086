// An engine behind ssh that is really another one: that of a node.

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/parallel.h"
#include "common/cluster/labels.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/engine_client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/real_engine/copy_image.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kEngine[] = "ssh://master_0";
constexpr int kManyConnections = 50;

class RemoteEngineTest : public E2eTest {
 protected:
  void SetUp() override {
    const ToolResult made =
        Run("provision", {"--agents=0", "--public-agents=0"});
    ASSERT_EQ(made.exit_code, 0) << made;
    const auto node = docker().InspectContainer(
        Deadline(), absl::StrCat("dcos-e2e-", id(), ".master-0"));
    ASSERT_THAT(node, IsOk());
    image_ = node->config().image();
    ASSERT_NO_FATAL_FAILURE(SetUpSsh());
  }

  // The node's name, keys and host keys in place of what root has in ~/.ssh.
  void SetUpSsh() {
    const ToolResult config = Run("inspect", {"--ssh-config"});
    ASSERT_EQ(config.exit_code, 0) << config;
    const std::string file = temporary_folder() + "/ssh_config";
    const std::string folder = temporary_folder() + "/bin";
    ASSERT_THAT(WriteFile(file, config.out, 0600), IsOk());
    ASSERT_THAT(MakeFolder(folder, 0700), IsOk());
    ASSERT_THAT(WriteFile(folder + "/ssh",
                          absl::StrCat("#!/bin/sh\nexec /usr/bin/ssh -F ", file,
                                       " \"$@\"\n"),
                          0700),
                IsOk());
    setenv("PATH", absl::StrCat(folder, ":", std::getenv("PATH")).c_str(), 1);
  }

  const std::string& image() const { return image_; }

 private:
  std::string image_;
};

TEST_F(RemoteEngineTest, HoldsACluster) {
  const ToolResult refused = Run("list", {"--host=ssh://nobody@master_0"});
  EXPECT_EQ(refused.exit_code, 5) << refused;
  EXPECT_THAT(refused.err,
              AllOf(HasSubstr("ssh: "), HasSubstr("Permission denied"),
                    Not(HasSubstr("is it running"))));

  ASSERT_THAT(CopyImage(Context().WithTimeout(absl::Minutes(5)), image(),
                        docker().host(), kEngine),
              IsOk());
  const ToolResult made = Run(
      "create", {"--host", kEngine, "--agents=1", "--public-agents=0",
                 "--wait-for-dcos", "--timeout=5m",
                 RunfilePath("testing/sample_dcos/dcos_generate_config.sh")});
  ASSERT_EQ(made.exit_code, 0) << made;
  EXPECT_THAT(made.err, HasSubstr("configuration in master_0"));
  EXPECT_EQ(Run("list", {"--host", kEngine}).out, id() + "\n");
  const ToolResult input =
      Run("exec", {"--host", kEngine, "sh", "-c", "echo input | cat; exit 7"});
  EXPECT_EQ(input.exit_code, 7) << input;
  EXPECT_EQ(input.out, "input\n");

  const auto engine = ConnectToEngine({.host = kEngine});
  ASSERT_THAT(engine, IsOk());
  const auto nodes = (*engine)->ListContainers(
      Deadline(), {{"label", {absl::StrCat(kClusterIdLabel, "=", id())}}});
  ASSERT_THAT(nodes, IsOk());
  EXPECT_THAT(nodes->items(), SizeIs(2));
  for (const auto& node : nodes->items()) {
    for (const auto& mount : node.mounts()) EXPECT_NE(mount.type(), "bind");
  }
  EXPECT_THAT(FirstError(ForEachParallel(
                  kManyConnections, kManyConnections,
                  [&](int) { return (*engine)->Info(Deadline()).status(); })),
              IsOk());
  EXPECT_EQ(Run("destroy", {"--host", kEngine}).out, id() + "\n");
  EXPECT_EQ(Run("list", {"--host", kEngine}).out, "");
}

}  // namespace
}  // namespace minidcos
