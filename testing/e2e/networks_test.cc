// Networks of clusters and ports of masters, for real.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/options_fixture.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class NetworksTest : public OptionsTest {
 protected:
  ~NetworksTest() override {
    if (network_.empty()) return;
    Run("destroy", {});
    Run("destroy", other_);
    docker().RemoveNetwork(Deadline(), network_).IgnoreError();
  }

  // Makes a network of the user's; returns its id.
  std::string MakeNetwork() {
    docker::CreateNetworkRequest request;
    request.set_name(name_);
    request.set_driver("bridge");
    request.set_check_duplicate(true);
    const auto network = docker().CreateNetwork(Deadline(), request);
    EXPECT_THAT(network, IsOk());
    network_ = network.value_or("");
    return network_;
  }

  const std::string name_ = id() + "-net";
  // The words for another cluster than this test's own.
  const std::vector<std::string> other_ = {"--cluster-id", id() + "-other"};

 private:
  std::string network_;
};

TEST_F(NetworksTest, APublishedPortIsReachedAndToldByInspect) {
  Provision({"--masters=2", "--agents=0", "--public-agents=0",
             "--one-master-host-port-map", "0:22"});
  const InspectedNode master = Master();
  ASSERT_EQ(master.ports_size(), 1);
  EXPECT_EQ(master.ports(0).host_ip(), "127.0.0.1");
  const int port = master.ports(0).host_port();
  const ToolResult banner = RunToEnd(
      "/bin/bash",
      {"-c",
       absl::StrCat("exec 3<>/dev/tcp/127.0.0.1/", port, "; head -c 4 <&3")},
      {});
  EXPECT_EQ(banner.out, "SSH-") << banner;

  // While it is there, nobody else gets the port.
  const ToolResult taken =
      Run("provision",
          {"--cluster-id", id() + "-2", "--agents=0", "--public-agents=0",
           "--one-master-host-port-map", absl::StrCat(port, ":22")});
  EXPECT_EQ(taken.exit_code, 1) << taken;
  EXPECT_THAT(taken.err, AllOf(HasSubstr(absl::StrCat("127.0.0.1:", port)),
                               HasSubstr(master.docker_container_name())));
}

TEST_F(NetworksTest, APortOfAProgramIsNotPublished) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const absl::Cleanup closer = [fd] { close(fd); };
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(fd, 1), 0);
  ASSERT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const int port = ntohs(address.sin_port);
  ExpectRefusal({"--one-master-host-port-map", absl::StrCat(port, ":80")}, 1,
                absl::StrCat("port 127.0.0.1:", port, " is in use"));
}

TEST_F(NetworksTest, OnTheUsersNetworkDcosUsesTheAddressThere) {
  const std::string network = MakeNetwork();
  const ToolResult created =
      Run("create", {RunfilePath("testing/sample_dcos/dcos_generate_config.sh"),
                     "--public-agents=0", "--network", network.substr(0, 12),
                     "--wait-for-dcos", "--timeout", "5m"});
  ASSERT_EQ(created.exit_code, 0) << created;

  const InspectedNode master = Master();
  EXPECT_EQ(master.networks_size(), 2) << "the default one too";
  std::string address;
  for (const auto& one : master.networks()) {
    if (one.name() == name_) address = one.ip_address();
  }
  EXPECT_EQ(master.ip_address(), address);
  EXPECT_EQ(Shell("master_0", "/opt/mesosphere/bin/detect_ip"), address + "\n");

  Destroy();
  EXPECT_THAT(docker().RemoveNetwork(Deadline(), network), IsOk())
      << "it is the user's";
}

TEST_F(NetworksTest, OfTwoClustersKeepTheirNamesApart) {
  MakeNetwork();
  Provision({"--public-agents=0", "--network", name_});
  std::vector<std::string> words = other_;
  words.insert(words.end(),
               {"--agents=0", "--public-agents=0", "--network", name_,
                "--container-name-prefix", id() + "-prefix"});
  Provision(words);
  const auto prefixed = docker().ListContainers(
      Deadline(), {{"name", {id() + "-prefix-" + id() + "-other.master-0"}}});
  ASSERT_THAT(prefixed, IsOk());
  EXPECT_EQ(prefixed->items_size(), 1);
  EXPECT_THAT(Shell("agent_0", "getent hosts master-0"),
              HasSubstr(Master().ip_address()));
  Shell("agent_0", "ping -c 1 -W 5 master-0");
  Shell("master_0", "ping -c 1 -W 5 agent-0");
}

TEST_F(NetworksTest, ANetworkOfTheClusterHasFixedAddressesAndNames) {
  Provision({"--network=new", "--public-agents=0"});
  const InspectedNode master = Master();
  EXPECT_THAT(master.ip_address(),
              AllOf(StartsWith("10."), ::testing::EndsWith(".2")));
  const std::string seen =
      Shell("agent_0", "getent hosts master-0 && ping -c 1 -W 5 master-0");
  EXPECT_THAT(seen, HasSubstr(master.ip_address()));
  EXPECT_THAT(Shell("master_0", "getent hosts agent-0"), HasSubstr("agent-0"));
  Destroy();
  const auto left = docker().ListNetworks(
      Deadline(), {{"label", {"dcos_e2e.cluster_id=" + id()}}});
  ASSERT_THAT(left, IsOk());
  EXPECT_THAT(left->items(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
