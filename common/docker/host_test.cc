#include "common/docker/host.h"

#include <cstdlib>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(ParseEngineHost, ReadsASocket) {
  const auto host = ParseEngineHost("unix:///run/my docker.sock");
  ASSERT_THAT(host, IsOk());
  EXPECT_EQ(host->name, "unix:///run/my docker.sock");
  EXPECT_EQ(host->unix_socket, "/run/my docker.sock");
  EXPECT_EQ(host->base_url, "http://localhost");
}

TEST(ParseEngineHost, ReadsATcpAddress) {
  const struct {
    std::string host;
    std::string base_url;
  } cases[] = {{"tcp://127.0.0.1:2376", "http://127.0.0.1:2376"},
               {"tcp://engine.local", "http://engine.local:2375"},
               {"tcp://engine.local:99/", "http://engine.local:99"},
               {"tcp://[::1]", "http://[::1]:2375"},
               {"tcp://[::1]:99", "http://[::1]:99"}};
  for (const auto& c : cases) {
    const auto host = ParseEngineHost(c.host);
    ASSERT_THAT(host, IsOk()) << c.host;
    EXPECT_EQ(host->name, c.host);
    EXPECT_EQ(host->unix_socket, "");
    EXPECT_EQ(host->base_url, c.base_url);
  }
}

TEST(ParseEngineHost, RefusesTheRestNamingIt) {
  for (const std::string host :
       {"", "localhost:2375", "/var/run/docker.sock", "unix://",
        "unix://run/docker.sock", "tcp://", "tcp://:2375", "tcp://a:b",
        "tcp://a:0", "tcp://a:65536", "tcp://a/prefix", "tcp://me@a",
        "ssh://me@host", "npipe:////./pipe/docker", "fd://"}) {
    EXPECT_THAT(ParseEngineHost(host),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("'" + host + "'")));
  }
  EXPECT_THAT(ParseEngineHost("unix:///" + std::string(107, 'x')),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("107 characters")));
}

TEST(DefaultEngineHost, IsDockerHostOrTheUsualSocket) {
  setenv("DOCKER_HOST", "tcp://1.2.3.4:5", 1);
  EXPECT_EQ(DefaultEngineHost(), "tcp://1.2.3.4:5");
  setenv("DOCKER_HOST", "", 1);
  EXPECT_EQ(DefaultEngineHost(), "unix:///var/run/docker.sock");
  unsetenv("DOCKER_HOST");
  EXPECT_EQ(DefaultEngineHost(), "unix:///var/run/docker.sock");
}

}  // namespace
}  // namespace minidcos
