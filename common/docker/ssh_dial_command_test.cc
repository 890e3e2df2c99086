#include "common/docker/ssh_dial_command.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAreArray;

TEST(SshDialCommand, IsWhatTheDockerCommandRuns) {
  const std::vector<std::string> options = {
      "ssh", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=30"};
  const struct {
    std::string address;
    std::vector<std::string> words;
  } cases[] = {
      {"host", {"--", "host", "docker", "system", "dial-stdio"}},
      {"host/", {"--", "host", "docker", "system", "dial-stdio"}},
      {"me@host:22",
       {"-l", "me", "-p", "22", "--", "host", "docker", "system",
        "dial-stdio"}},
      {"[::1]:22", {"-p", "22", "--", "::1", "docker", "system", "dial-stdio"}},
      {"-oProxyCommand=x",
       {"--", "-oProxyCommand=x", "docker", "system", "dial-stdio"}},
      {"host/run/my docker.sock",
       {"--", "host", "docker", "'--host=unix:///run/my docker.sock'", "system",
        "dial-stdio"}}};
  for (const auto& c : cases) {
    std::vector<std::string> expected = options;
    expected.insert(expected.end(), c.words.begin(), c.words.end());
    EXPECT_THAT(SshDialCommand(c.address),
                IsOkAndHolds(ElementsAreArray(expected)));
  }
}

}  // namespace
}  // namespace minidcos
