// The macOS network, on an engine of its own: a machine that reaches nothing of
// the engine but one published port gets to nodes through it.

#include "common/vpn/mac_network.h"

#include <csignal>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/base/progress.h"
#include "common/base/tar.h"
#include "common/cluster/image/node_image.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/vpn/vpn_image.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/e2e/stranded_client.h"
#include "testing/real_engine/copy_image.h"
#include "testing/real_engine/private_engine.h"
#include "testing/real_engine/real_engine.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"
#include "tools/doctor/doctor.pb.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr int kPort = 13194;
constexpr char kContainer[] = "minidcos-mac-network";

// The private engine with both images, which all tests here share.
PrivateEngine* engine = nullptr;

class EngineWithImages : public ::testing::Environment {
 public:
  void SetUp() override {
    const Context ctx = Context().WithTimeout(absl::Minutes(10));
    RealEngine& shared = RealEngine::Shared();
    const auto node = EnsureNodeImage(ctx, shared.client(), {}, NoProgress());
    ASSERT_THAT(node, IsOk());
    const auto vpn = EnsureVpnImage(ctx, shared.client(), {}, {}, NoProgress());
    ASSERT_THAT(vpn, IsOk());
    auto started = PrivateEngine::Start(ctx);
    ASSERT_THAT(started, IsOk());
    engine = started->release();
    for (const std::string& image : {node->reference, *vpn}) {
      ASSERT_THAT(CopyImage(ctx, image, shared.host(), engine->host()), IsOk());
    }
  }
  void TearDown() override { delete engine; }
};

class MacNetworkTest : public E2eTest {
 protected:
  MacNetworkTest() : E2eTest(engine->host()) {}
  ~MacNetworkTest() override {
    EXPECT_EQ(Run("destroy_mac_network", {}).exit_code, 0);
    EXPECT_EQ(Run("clean", {}).exit_code, 0);
  }

  std::string profile() const { return temporary_folder() + "/mac.ovpn"; }

  ToolResult SetUpNetwork(std::vector<std::string> words = {}) const {
    words.insert(words.begin(), {"--configuration-dst", profile()});
    return Run("setup_mac_network", words);
  }

  InspectedNode Provision(std::vector<std::string> words = {}) const {
    words.insert(words.end(), {"--agents=0", "--public-agents=0"});
    const ToolResult made = Run("provision", words);
    EXPECT_EQ(made.exit_code, 0) << made;
    InspectReport report;
    EXPECT_THAT(ParseJson(Run("inspect", {}).out, report), IsOk());
    return report.nodes().masters(0);
  }

  // A web page on the master, which says "hello".
  void ServePage() const {
    const ToolResult served =
        Run("run", {"mkdir /srv/web; echo hello >/srv/web/index.html; "
                    "systemd-run --unit=web python3 -m http.server "
                    "--directory=/srv/web 80; until curl -fs localhost; "
                    "do systemctl is-active web; done"});
    EXPECT_EQ(served.exit_code, 0) << served;
  }

  static ToolResult Page(const StrandedClient& client,
                         const InspectedNode& node) {
    return client.Run({"curl", "-sS", "--noproxy", "*", "--max-time", "60",
                       absl::StrCat("http://", node.ip_address(), "/")});
  }

  static ToolResult Ssh(const StrandedClient& client,
                        const InspectedNode& node) {
    return client.Run({"ssh", "-F", "none", "-o", "StrictHostKeyChecking=no",
                       "-o", "UserKnownHostsFile=/dev/null", "-o",
                       "ConnectTimeout=60", "-o", "BatchMode=yes", "-i",
                       node.ssh_key(), absl::StrCat("root@", node.ip_address()),
                       "hostname"});
  }

  // What doctor says there of the way to containers, and what to do.
  static std::string Doctor(const StrandedClient& client) {
    const ToolResult result =
        client.Run({ToolPath("doctor"), "--check=addresses", "--output=json",
                    absl::StrCat("--host=", engine->host())});
    EXPECT_EQ(result.exit_code, 0) << result;
    DoctorReport report;
    EXPECT_THAT(ParseJson(result.out, report), IsOk()) << result;
    const DoctorCheck& check = report.checks(0);
    return absl::StrCat(check.result(), ": ", check.what_to_do());
  }

  std::set<std::string> Containers() const {
    std::set<std::string> names;
    const auto containers = docker().ListContainers(Deadline(), {});
    EXPECT_THAT(containers, IsOk());
    for (const auto& container : containers->items()) {
      names.insert(container.names(0));
    }
    return names;
  }
};

TEST_F(MacNetworkTest, ReachesSshAndWebPageOfANodeOnlyWhileItIsConnected) {
  const InspectedNode node = Provision();
  ServePage();
  const ToolResult made = SetUpNetwork();
  ASSERT_EQ(made.exit_code, 0) << made;
  EXPECT_THAT(made.out, AllOf(HasSubstr(absl::StrCat("open ", profile())),
                              HasSubstr("minidcos doctor")));
  const StrandedClient client(engine->network(), kPort, temporary_folder());
  EXPECT_THAT(Page(client, node).err, HasSubstr("Failed to connect"));
  EXPECT_THAT(Ssh(client, node).err, HasSubstr("Network is unreachable"));
  const auto not_connected = StartsWith(
      "warning: the macOS network runs, on port 13194 of 127.0.0.1: connect "
      "the VPN client with its profile");
  EXPECT_THAT(Doctor(client), not_connected);

  auto vpn = client.Connect(profile());
  EXPECT_EQ(Page(client, node).out, "hello\n") << Page(client, node);
  EXPECT_EQ(Ssh(client, node).out, "master-0\n") << Ssh(client, node);
  EXPECT_EQ(Doctor(client), "ok: ");

  vpn->SendSignal(SIGTERM);
  vpn->Wait();
  EXPECT_THAT(Page(client, node).err, HasSubstr("Failed to connect"));
  EXPECT_THAT(Ssh(client, node).err, HasSubstr("Network is unreachable"));
  EXPECT_THAT(Doctor(client), not_connected);
}

TEST_F(MacNetworkTest, KeepsTheServersFilesForRoot) {
  ASSERT_EQ(SetUpNetwork().exit_code, 0);
  const auto tar =
      docker().GetArchive(Deadline(), kContainer, "/etc/minidcos-vpn");
  ASSERT_THAT(tar, IsOk());
  const auto entries = ReadTar(*tar);
  ASSERT_THAT(entries, IsOk());
  std::map<std::string, int> modes;
  for (const TarEntry& entry : *entries) modes[entry.path] = entry.mode & 07777;
  EXPECT_THAT(modes,
              UnorderedElementsAre(Pair("minidcos-vpn/", 0700),
                                   Pair("minidcos-vpn/ca.crt", 0600),
                                   Pair("minidcos-vpn/server.conf", 0600),
                                   Pair("minidcos-vpn/server.crt", 0600),
                                   Pair("minidcos-vpn/server.key", 0600)));
}

TEST_F(MacNetworkTest, LetsNoNodeConnectToTheMac) {
  const InspectedNode node = Provision();
  ASSERT_EQ(SetUpNetwork().exit_code, 0);
  const StrandedClient client(engine->network(), kPort, temporary_folder());
  const auto vpn = client.Connect(profile());
  const auto server = docker().InspectContainer(Deadline(), kContainer);
  ASSERT_THAT(server, IsOk());
  const std::string way =
      server->network_settings().networks().at("bridge").ip_address();
  ASSERT_EQ(Run("run", {"ip route add 192.168.251.0/24 via " + way}).exit_code,
            0);
  // The server's own end of the tunnel shows that the way is right.
  EXPECT_EQ(Run("run", {"ping -c1 -W60 192.168.251.1"}).exit_code, 0);
  EXPECT_EQ(Ssh(client, node).out, "master-0\n");
  const std::string mac = "192.168.251.2";
  EXPECT_THAT(client.Run({"ip", "-4", "addr"}).out, HasSubstr(mac));
  EXPECT_EQ(Run("run", {"ping -c3 -W5 " + mac}).exit_code, 1);
}

TEST_F(MacNetworkTest, JoinsTheNetworkOfAClusterAndLeavesItWithTheCluster) {
  const InspectedNode node = Provision({"--network=new"});
  ASSERT_EQ(SetUpNetwork().exit_code, 0);
  const StrandedClient client(engine->network(), kPort, temporary_folder());
  auto vpn = client.Connect(profile());
  EXPECT_EQ(Ssh(client, node).out, "master-0\n");
  const ToolResult destroyed = Run("destroy", {});
  EXPECT_EQ(destroyed.exit_code, 0) << destroyed;
  EXPECT_EQ(docker().ListNetworks(Deadline(), {})->items_size(), 3)
      << "the engine's own";

  // It goes on for others; one that came later is joined by hand, as --help
  // tells.
  const InspectedNode other = Provision({"--network=new"});
  EXPECT_NE(Ssh(client, other).exit_code, 0);
  EXPECT_THAT(docker().ConnectNetwork(
                  Deadline(), absl::StrCat("dcos-e2e-", id()), kContainer),
              IsOk());
  vpn->SendSignal(SIGTERM);
  vpn->Wait();
  vpn = client.Connect(profile());
  EXPECT_EQ(Ssh(client, other).out, "master-0\n") << Ssh(client, other);
  EXPECT_EQ(Run("clean", {}).exit_code, 0);
  EXPECT_THAT(Containers(), Contains(absl::StrCat("/", kContainer)));
  EXPECT_EQ(docker().ListNetworks(Deadline(), {})->items_size(), 3);
}

TEST_F(MacNetworkTest, StartsAgainWithTheEngine) {
  ASSERT_EQ(SetUpNetwork().exit_code, 0);
  ASSERT_THAT(engine->Kill(), IsOk());
  ASSERT_THAT(engine->StartAgain(Deadline()), IsOk());
  const Context ctx = Deadline();
  while (!FindMacNetwork(ctx, docker())->running) {
    ASSERT_THAT(ctx.WaitFor(absl::Milliseconds(20)), IsOk());
  }
  EXPECT_EQ(FindMacNetwork(ctx, docker())->port, kPort);
  const StrandedClient client(engine->network(), kPort, temporary_folder());
  const auto vpn = client.Connect(profile());
  const InspectedNode node = Provision();
  EXPECT_EQ(Ssh(client, node).out, "master-0\n") << Ssh(client, node);
}

TEST_F(MacNetworkTest, IsRefusedInWords) {
  ASSERT_EQ(SetUpNetwork().exit_code, 0);
  const ToolResult kept = SetUpNetwork();
  EXPECT_EQ(kept.exit_code, 2) << kept;
  EXPECT_THAT(kept.out, HasSubstr("Tunnelblick"));
  EXPECT_THAT(kept.err, HasSubstr("is there already and is kept"));
  std::filesystem::remove(profile());
  const ToolResult taken = SetUpNetwork();
  EXPECT_EQ(taken.exit_code, 4) << taken;
  EXPECT_THAT(taken.err, HasSubstr("--force"));
  EXPECT_EQ(SetUpNetwork({"--force"}).exit_code, 0);
  const ToolResult gone = Run("destroy_mac_network", {});
  EXPECT_EQ(gone.exit_code, 0) << gone;
  EXPECT_THAT(gone.out, HasSubstr("VPN client"));

  RunningTool other(
      "/usr/bin/nsenter",
      {absl::StrCat("--net=", engine->network()), "socat", "-d", "-d",
       absl::StrCat("TCP-LISTEN:", kPort, ",bind=127.0.0.1"), "STDOUT"},
      {.timeout = absl::Minutes(8)});
  ASSERT_TRUE(other.WaitForError("listening on"));
  ToolResult port = SetUpNetwork({"--force"});
  EXPECT_EQ(port.exit_code, 1) << port;
  EXPECT_THAT(port.err, AllOf(HasSubstr("port 13194 of 127.0.0.1 is taken"),
                              HasSubstr("--port")));
  EXPECT_THAT(Containers(), Not(Contains(absl::StrCat("/", kContainer))));
  port = SetUpNetwork({"--force", "--port=13195"});
  EXPECT_EQ(port.exit_code, 0) << port;
}

TEST_F(MacNetworkTest, LeavesNothingThatDestroyDoesNotRemoveWhenItIsKilled) {
  const std::set<std::string> before = Containers();
  // Killed as soon as there is a container in such a state.
  for (const char* state : {"created", "running"}) {
    const auto set_up =
        Start("setup_mac_network", {"--configuration-dst", profile()});
    const Context ctx = Deadline();
    while (true) {
      const auto container = docker().InspectContainer(ctx, kContainer);
      if (container.ok() && (container->state().running() ||
                             container->state().status() == state)) {
        break;
      }
      ASSERT_THAT(ctx.Check(), IsOk());
    }
    set_up->SendSignal(SIGKILL);
    set_up->Wait();
    EXPECT_EQ(Run("destroy_mac_network", {}).exit_code, 0);
    EXPECT_EQ(Containers(), before);
    std::filesystem::remove(profile());
  }
}

TEST_F(MacNetworkTest, TakesItsContainerAwayWhenItIsInterrupted) {
  const std::set<std::string> before = Containers();
  const auto set_up =
      Start("setup_mac_network", {"--configuration-dst", profile()});
  const Context ctx = Deadline();
  while (!docker().InspectContainer(ctx, kContainer).ok()) {
    ASSERT_THAT(ctx.Check(), IsOk());
  }
  set_up->SendSignal(SIGINT);
  const ToolResult interrupted = set_up->Wait();
  EXPECT_EQ(interrupted.signal_number, SIGINT) << interrupted;
  EXPECT_EQ(Containers(), before);
  EXPECT_FALSE(std::filesystem::exists(profile()));
}

const auto* const kEnvironment =
    ::testing::AddGlobalTestEnvironment(new EngineWithImages);

}  // namespace
}  // namespace minidcos
