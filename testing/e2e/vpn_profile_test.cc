// What a VPN client with our profile takes from a server that is not ours, or
// that has been taken over: nothing but routes.

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "common/vpn/openvpn_configuration.h"
#include "common/vpn/vpn_keys.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/stranded_client.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kPort = 13194;
constexpr char kOpenvpn[] = "/usr/sbin/openvpn";

class VpnProfileTest : public ::testing::Test {
 protected:
  VpnProfileTest()
      : folder_(*ScopedFolder::Make("/tmp", "minidcos-vpn-")),
        keys_(*MakeVpnKeys()) {
    MakeTunDevice();
  }

  std::string File(const std::string& name, const std::string& content) const {
    const std::string path = absl::StrCat(folder_.path(), "/", name);
    EXPECT_THAT(WriteFile(path, content, 0600), IsOk());
    return path;
  }

  // In a network namespace of its own; tells clients to send it all that they
  // send, and to ask it for names.
  std::unique_ptr<RunningTool> Serve(const std::string& certificate,
                                     const std::string& key) const {
    const std::vector<std::string> words = {"--net",
                                            "sh",
                                            "-c",
                                            "ip link set lo up && exec \"$@\"",
                                            "sh",
                                            kOpenvpn,
                                            "--dev",
                                            "tun",
                                            "--proto",
                                            "tcp-server",
                                            "--local",
                                            "127.0.0.1",
                                            "--port",
                                            absl::StrCat(kPort),
                                            "--topology",
                                            "subnet",
                                            "--server",
                                            "10.99.0.0",
                                            "255.255.255.0",
                                            "--dh",
                                            "none",
                                            "--ca",
                                            File("ca", keys_.ca_certificate),
                                            "--cert",
                                            File("certificate", certificate),
                                            "--key",
                                            File("key", key),
                                            "--push",
                                            "route 10.77.0.0 255.255.0.0",
                                            "--push",
                                            "redirect-gateway def1",
                                            "--push",
                                            "dhcp-option DNS 10.99.0.1"};
    auto server = std::make_unique<RunningTool>(
        "/usr/bin/unshare", words, ToolOptions{.timeout = absl::Minutes(8)});
    EXPECT_TRUE(server->WaitForOutput(kVpnServerIsReady));
    return server;
  }

  // A client of that server alone.
  StrandedClient Client(const RunningTool& server) const {
    return StrandedClient(absl::StrCat("/proc/", server.pid(), "/ns/net"),
                          kPort, folder_.path());
  }

  std::string Profile() const { return VpnClientProfile(keys_, kPort); }

  // Connects, disconnects, and tells the routes that there were meanwhile and
  // what the client said.
  std::string RoutesWith(const StrandedClient& client,
                         const std::string& profile, std::string& said) const {
    const auto vpn = client.Connect(File("mac.ovpn", profile));
    const std::string routes = client.Run({"ip", "-4", "route"}).out;
    vpn->SendSignal(SIGTERM);
    said = vpn->Wait().out;
    return routes;
  }

  const ScopedFolder folder_;
  const VpnKeys keys_;
};

TEST_F(VpnProfileTest, RefusesAServerThatIsAClient) {
  const auto server = Serve(keys_.client_certificate, keys_.client_key);
  const StrandedClient client = Client(*server);
  const auto vpn =
      client.Start({kOpenvpn, "--config", File("mac.ovpn", Profile())});
  EXPECT_TRUE(vpn->WaitForOutput("TLS handshake failed"));
  vpn->SendSignal(SIGTERM);
  EXPECT_THAT(vpn->Wait().out,
              AllOf(HasSubstr("certificate verify failed"),
                    Not(HasSubstr("Initialization Sequence Completed"))));
}

TEST_F(VpnProfileTest, KeepsTheClientsOtherTrafficAndNamesFromTheServer) {
  const auto server = Serve(keys_.server_certificate, keys_.server_key);
  const StrandedClient client = Client(*server);
  const ToolResult gateway = client.Run(
      {"sh", "-ec",
       "ip link add lan type veth peer name other; ip link set other up; "
       "ip link set lan up; ip address add 10.66.0.1/24 dev lan; "
       "ip route add default via 10.66.0.2"});
  ASSERT_EQ(gateway.exit_code, 0) << gateway;
  std::string said;
  EXPECT_THAT(
      RoutesWith(client, Profile(), said),
      AllOf(HasSubstr("10.77.0.0/16 "), HasSubstr("default via 10.66.0.2 "),
            Not(HasSubstr("0.0.0.0/1 "))));
  EXPECT_THAT(said, HasSubstr("removed by filter: 'dhcp-option DNS"));

  // It is the profile that does this: what would come without.
  std::vector<std::string> lines = absl::StrSplit(Profile(), '\n');
  std::erase_if(lines, [](absl::string_view line) {
    return absl::StartsWith(line, "pull-filter");
  });
  EXPECT_THAT(RoutesWith(client, absl::StrJoin(lines, "\n"), said),
              AllOf(HasSubstr("10.77.0.0/16 "), HasSubstr("0.0.0.0/1 ")));
}

}  // namespace
}  // namespace minidcos
