#include "common/cluster/published_ports.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/json.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "<address>:<port> <port>/<protocol>" of each port, where the engine says
// `ports`.
std::vector<std::string> Published(const std::string& ports) {
  docker::ContainerDetails container;
  EXPECT_THAT(
      ParseJson(absl::StrCat(R"({"NetworkSettings":{"Ports":)", ports, "}}"),
                container),
      IsOk());
  std::vector<std::string> published;
  for (const PublishedPort& port : PublishedPorts(container)) {
    published.push_back(absl::StrCat(port.host_ip, ":", port.host_port, " ",
                                     port.container_port, "/", port.protocol));
  }
  return published;
}

TEST(PublishedPorts, AreSortedByPort) {
  EXPECT_THAT(Published(R"({
      "443/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8443"},
                  {"HostIp": "::", "HostPort": "8443"}],
      "80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}],
      "80/sctp": [{"HostIp": "127.0.0.1", "HostPort": "32768"}]})"),
              ElementsAre("127.0.0.1:32768 80/sctp", "127.0.0.1:8080 80/tcp",
                          "0.0.0.0:8443 443/tcp", ":::8443 443/tcp"));
}

TEST(PublishedPorts, LeavesOutThoseThatAreOnlyExposed) {
  EXPECT_THAT(Published(R"({"22/tcp": null, "53/udp": []})"), IsEmpty());
}

TEST(PublishedPorts, IsEmptyForAContainerWithoutAny) {
  EXPECT_THAT(Published("{}"), IsEmpty());
  EXPECT_THAT(Published("null"), IsEmpty());
}

}  // namespace
}  // namespace minidcos
