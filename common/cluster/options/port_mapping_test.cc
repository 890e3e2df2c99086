#include "common/cluster/options/port_mapping.h"

#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_server.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

struct Good {
  std::string text;
  std::string host_ip;
  int host_port;
  int container_port;
};

class GoodMapping : public ::testing::TestWithParam<Good> {};

TEST_P(GoodMapping, IsRead) {
  const auto mapping = ParsePortMapping(GetParam().text);
  ASSERT_THAT(mapping, IsOk());
  EXPECT_EQ(mapping->host_ip, GetParam().host_ip);
  EXPECT_EQ(mapping->host_port, GetParam().host_port);
  EXPECT_EQ(mapping->container_port, GetParam().container_port);
}

INSTANTIATE_TEST_SUITE_P(
    All, GoodMapping,
    ::testing::Values(Good{"8080:80", "127.0.0.1", 8080, 80},
                      Good{"0:443", "127.0.0.1", 0, 443},
                      Good{"65535:65535", "127.0.0.1", 65535, 65535},
                      Good{"0.0.0.0:8080:80", "0.0.0.0", 8080, 80},
                      Good{"10.1.2.3:0:80", "10.1.2.3", 0, 80},
                      Good{"[::1]:8080:80", "::1", 8080, 80}));

struct Bad {
  std::string text;
  std::string reason;
};

class BadMapping : public ::testing::TestWithParam<Bad> {};

TEST_P(BadMapping, IsNamedWithTheSyntax) {
  EXPECT_THAT(ParsePortMapping(GetParam().text),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr(absl::StrCat("'", GetParam().text, "'")),
                             HasSubstr(GetParam().reason),
                             HasSubstr("[IP:]HOST_PORT:CONTAINER_PORT"))));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadMapping,
    ::testing::Values(Bad{"80", "two or three parts"},
                      Bad{"", "two or three parts"},
                      Bad{"1:2:3:4", "two or three parts"},
                      Bad{"::1:80:80", "two or three parts"},
                      Bad{"a:80", "'a' is not a number"},
                      Bad{"80:b", "'b' is not a number"},
                      Bad{"80:80/udp", "'80/udp' is not a number"},
                      Bad{"80:", "'' is not a number"},
                      Bad{"65536:80", "65536 is not in 0 to 65535"},
                      Bad{"-1:80", "-1 is not in 0 to 65535"},
                      Bad{"80:0", "0 is not in 1 to 65535"},
                      Bad{"80:65536", "65536 is not in 1 to 65535"},
                      Bad{"host:80:80", "'host' is not an IP address"},
                      Bad{":80:80", "'' is not an IP address"}));

TEST(CheckPortMappings, RefusesAContainerPortTwice) {
  EXPECT_THAT(
      CheckPortMappings({{.host_port = 1, .container_port = 80},
                         {.host_port = 2, .container_port = 80}}),
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("'127.0.0.1:2:80'"), HasSubstr("port 80"))));
}

TEST(CheckPortMappings, RefusesAHostPortTwice) {
  EXPECT_THAT(
      CheckPortMappings(
          {{.host_port = 9, .container_port = 80},
           {.host_ip = "0.0.0.0", .host_port = 9, .container_port = 1}}),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("host's port 9 is mapped twice")));
}

TEST(CheckPortMappings, AcceptsOnePortOnTwoAddressesAndSeveralToBeChosen) {
  EXPECT_THAT(CheckPortMappings(
                  {{.host_port = 9, .container_port = 1},
                   {.host_ip = "10.0.0.1", .host_port = 9, .container_port = 2},
                   {.container_port = 3},
                   {.container_port = 4}}),
              IsOk());
}

docker::ContainerList Publishing(const std::string& ip, int port) {
  docker::ContainerList list;
  docker::ContainerSummary& container = *list.add_items();
  container.add_names("/web");
  docker::Port& published = *container.add_ports();
  published.set_ip(ip);
  published.set_public_port(port);
  published.set_type("tcp");
  return list;
}

TEST(CheckPortsFree, NamesTheContainerThatHasThePort) {
  EXPECT_THAT(CheckPortsFree({{.host_port = 8080, .container_port = 80}},
                             Publishing("0.0.0.0", 8080), false),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "port 127.0.0.1:8080 is in use by container 'web'"));
}

TEST(CheckPortsFree, LeavesOtherPortsAndAddressesAlone) {
  EXPECT_THAT(CheckPortsFree({{.host_port = 8081, .container_port = 80},
                              {.host_port = 8080, .container_port = 81},
                              {.host_port = 0, .container_port = 82}},
                             Publishing("10.0.0.1", 8080), false),
              IsOk());
}

TEST(CheckPortsFree, FindsAProgramOfThisMachine) {
  const auto server =
      HttpServer::ListenTcp("127.0.0.1", 0, [](HttpExchange&) {});
  ASSERT_THAT(server, IsOk());
  const std::vector<PortMapping> mappings = {
      {.host_port = (*server)->port(), .container_port = 80}};
  EXPECT_THAT(CheckPortsFree(mappings, {}, true),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr(absl::StrCat((*server)->port()))));
  EXPECT_THAT(CheckPortsFree(mappings, {}, false), IsOk());
}

}  // namespace
}  // namespace minidcos
