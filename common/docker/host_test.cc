#include "common/docker/host.h"

#include <string>

#include "common/http/http_connection.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;

TEST(ParseEngineHost, ReadsASocket) {
  const auto host = ParseEngineHost("unix:///run/my docker.sock");
  ASSERT_THAT(host, IsOk());
  EXPECT_EQ(host->name, "unix:///run/my docker.sock");
  EXPECT_EQ(host->connection.unix_socket, "/run/my docker.sock");
  EXPECT_EQ(host->base_url, "http://localhost");
}

TEST(ParseEngineHost, ReadsATcpAddress) {
  const struct {
    std::string host;
    std::string base_url;
  } cases[] = {{"tcp://127.0.0.1:2376", "http://127.0.0.1:2376"},
               {"tcp://engine.local", "http://engine.local:2375"},
               {"localhost:99", "http://localhost:99"},
               {"tcp://engine.local:99/", "http://engine.local:99"},
               {"tcp://[::1]", "http://[::1]:2375"},
               {"tcp://[::1]:99", "http://[::1]:99"}};
  for (const auto& c : cases) {
    const auto host = ParseEngineHost(c.host);
    ASSERT_THAT(host, IsOk()) << c.host;
    EXPECT_EQ(host->name, c.host);
    EXPECT_EQ(host->connection.unix_socket, "");
    EXPECT_EQ(host->base_url, c.base_url);
  }
}

TEST(ParseEngineHost, UsesTlsForTcpAlone) {
  const HttpTls tls = {.ca_file = "/ca.pem"};
  const auto host = ParseEngineHost("tcp://engine.local", tls);
  ASSERT_THAT(host, IsOk());
  EXPECT_EQ(host->base_url, "https://engine.local:2376");
  ASSERT_TRUE(host->connection.tls.has_value());
  EXPECT_EQ(host->connection.tls->ca_file, "/ca.pem");
  EXPECT_FALSE(
      ParseEngineHost("unix:///socket", tls)->connection.tls.has_value());
}

TEST(ParseEngineHost, ReadsAnAddressForSsh) {
  const auto host = ParseEngineHost("ssh://me@engine.local");
  ASSERT_THAT(host, IsOk());
  EXPECT_EQ(host->connection.unix_socket, host->gateway->socket());
  EXPECT_TRUE(host->is_trusted);
  EXPECT_THAT(host->environment, testing::ElementsAre(Pair(
                                     "DOCKER_HOST", "ssh://me@engine.local")));
}

TEST(ParseEngineHost, RefusesTheRestNamingIt) {
  for (const std::string host :
       {"", "/var/run/docker.sock", "unix://", "unix://run/docker.sock",
        "tcp://", "tcp://:2375", "tcp://a:b", "tcp://a:0", "tcp://a:65536",
        "tcp://a/prefix", "tcp://me@a", "ssh://", "npipe:////./pipe/docker",
        "fd://"}) {
    EXPECT_THAT(ParseEngineHost(host),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("'" + host + "'")));
  }
  EXPECT_THAT(ParseEngineHost("unix:///" + std::string(107, 'x')),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("107 characters")));
}

}  // namespace
}  // namespace minidcos
