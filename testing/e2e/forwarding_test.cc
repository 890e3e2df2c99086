// Nodes reached from outside the engine's machine at their own addresses, as
// from a Windows host: by the rule of vagrant/provision.sh, and only by it.

#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/subprocess.h"
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

int RunProgram(const std::vector<std::string>& argv) {
  const auto result =
      RunSubprocess(Context().WithTimeout(absl::Minutes(1)), argv);
  EXPECT_THAT(result, IsOk());
  return result.ok() ? result->exit_code : -1;
}

// The words of the line "<key>=..." in the service that the script writes.
std::vector<std::string> ServiceLine(absl::string_view key) {
  const auto script = ReadFile(RunfilePath("vagrant/provision.sh"));
  EXPECT_THAT(script, IsOk());
  for (absl::string_view line : absl::StrSplit(script.value_or(""), '\n')) {
    if (!absl::ConsumePrefix(&line, absl::StrCat(key, "="))) continue;
    return absl::StrSplit(line, ' ');
  }
  ADD_FAILURE() << "no " << key;
  return {};
}

// The option that the script sets where the engine has it.
void AllowDirectRouting() {
  const char* const root = std::getenv("PRIVATE_ENGINE_ROOT");
  std::vector<std::string> help = {"dockerd", "--help"};
  if (root != nullptr) help.insert(help.begin(), {"chroot", root});
  const auto result = RunSubprocess(Context(), help);
  if (!result.ok() ||
      !absl::StrContains(result->stdout_text, "--allow-direct-routing")) {
    return;
  }
  const char* const options = std::getenv("PRIVATE_ENGINE_OPTIONS");
  setenv(
      "PRIVATE_ENGINE_OPTIONS",
      absl::StrCat(options == nullptr ? "" : options, " --allow-direct-routing")
          .c_str(),
      1);
}

// It outlives the fixture, which looks at it at last.
PrivateEngine* engine = nullptr;

class EngineWithNodeImage : public ::testing::Environment {
 public:
  void SetUp() override {
    AllowDirectRouting();
    const Context ctx = Context().WithTimeout(absl::Minutes(8));
    RealEngine& shared = RealEngine::Shared();
    const auto image = EnsureNodeImage(ctx, shared.client(), {}, NoProgress());
    ASSERT_THAT(image, IsOk());
    auto started = PrivateEngine::Start(ctx);
    ASSERT_THAT(started, IsOk());
    engine = started->release();
    ASSERT_THAT(CopyImage(ctx, image->reference, shared.host(), engine->host()),
                IsOk());
    // As Docker sets it on a machine that has not forwarded before.
    ASSERT_EQ(
        RunInEngine({"/usr/sbin/iptables", "--policy", "FORWARD", "DROP"}), 0);
  }
  void TearDown() override { delete engine; }

  // In the engine's network.
  static int RunInEngine(std::vector<std::string> argv) {
    argv.insert(argv.begin(),
                {"nsenter", absl::StrCat("--net=", engine->network())});
    return RunProgram(argv);
  }
};

// A network namespace that is linked to the engine's as a Windows host is to
// the machine, by 192.168.18.0/24, and has the route that its user adds.
class Outside {
 public:
  Outside() : name_(absl::StrCat("outside-", getpid())) {
    const auto in_engine = [](const std::string& line) {
      return EngineWithNodeImage::RunInEngine({"sh", "-ec", line});
    };
    EXPECT_EQ(RunProgram({"ip", "netns", "add", name_}), 0);
    EXPECT_EQ(in_engine("ip link add inside type veth peer name outside; "
                        "ip address add 192.168.18.2/24 dev inside; "
                        "ip link set inside up; ip link set outside netns " +
                        name_),
              0);
    EXPECT_EQ(Run({"sh", "-ec",
                   "ip address add 192.168.18.1/24 dev outside; "
                   "ip link set outside up; "
                   "ip route add 172.17.0.0/16 via 192.168.18.2"}),
              0);
  }
  ~Outside() { RunProgram({"ip", "netns", "delete", name_}); }

  int Run(std::vector<std::string> argv) const {
    argv.insert(argv.begin(), {"ip", "netns", "exec", name_});
    return RunProgram(argv);
  }

  bool Reaches(const std::string& address, int port) const {
    return Run({"timeout", "5", "bash", "-c", ": >\"/dev/tcp/$0/$1\"", address,
                absl::StrCat(port)}) == 0;
  }

 private:
  const std::string name_;
};

class ForwardingTest : public E2eTest {
 protected:
  ForwardingTest() : E2eTest(engine->host()) {}

  std::string MastersAddress() const {
    const auto master = docker().InspectContainer(
        Deadline(), absl::StrCat("dcos-e2e-", id(), ".master-0"));
    EXPECT_THAT(master, IsOk());
    return master->network_settings().networks().at("bridge").ip_address();
  }
};

TEST_F(ForwardingTest, TheRuleLetsInWhoHasTheRoute) {
  const ToolResult made = Run("provision", {"--agents=0", "--public-agents=0"});
  ASSERT_EQ(made.exit_code, 0) << made;
  const std::string address = MastersAddress();
  const Outside outside;
  EXPECT_FALSE(outside.Reaches(address, 22));
  EXPECT_EQ(EngineWithNodeImage::RunInEngine(ServiceLine("ExecStart")), 0);
  EXPECT_TRUE(outside.Reaches(address, 22));
  EXPECT_EQ(EngineWithNodeImage::RunInEngine(ServiceLine("ExecStop")), 0);
  EXPECT_FALSE(outside.Reaches(address, 22));
}

const auto* const kEnvironment =
    ::testing::AddGlobalTestEnvironment(new EngineWithNodeImage);

}  // namespace
}  // namespace minidcos
