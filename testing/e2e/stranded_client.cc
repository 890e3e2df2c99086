#include "testing/e2e/stranded_client.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

constexpr char kNsenter[] = "/usr/bin/nsenter";
constexpr absl::Duration kTimeout = absl::Minutes(8);

std::unique_ptr<RunningTool> Begin(const std::string& program,
                                   const std::vector<std::string>& words) {
  return std::make_unique<RunningTool>(program, words,
                                       ToolOptions{.timeout = kTimeout});
}

std::string Socket(const std::string& folder) {
  return absl::StrCat(folder, "/way.socket");
}

}  // namespace

void MakeTunDevice() {
  const char* const path = "/dev/net/tun";
  if (std::filesystem::exists(path)) return;
  std::filesystem::create_directories("/dev/net");
  // Another test may be doing the same.
  EXPECT_TRUE(mknod(path, S_IFCHR | 0600, makedev(10, 200)) == 0 ||
              errno == EEXIST)
      << "this machine has no /dev/net/tun, which OpenVPN needs, and it cannot "
         "be made: "
      << std::strerror(errno);
}

StrandedClient::StrandedClient(const std::string& network, int port,
                               const std::string& folder)
    : outside_(Begin(kNsenter,
                     {absl::StrCat("--net=", network), "socat", "-d", "-d",
                      absl::StrCat("UNIX-LISTEN:", Socket(folder), ",fork"),
                      absl::StrCat("TCP:127.0.0.1:", port)})),
      inside_(Begin(
          "/usr/bin/unshare",
          {"--net", "sh", "-c", "ip link set lo up && exec socat -d -d $1 $2",
           "sh",
           absl::StrCat("TCP-LISTEN:", port, ",bind=127.0.0.1,fork,reuseaddr"),
           absl::StrCat("UNIX-CONNECT:", Socket(folder))})) {
  MakeTunDevice();
  EXPECT_TRUE(outside_->WaitForError("listening on"));
  EXPECT_TRUE(inside_->WaitForError("listening on"));
}

std::vector<std::string> StrandedClient::Enter(
    const std::vector<std::string>& argv) const {
  std::vector<std::string> words = {
      absl::StrCat("--net=/proc/", inside_->pid(), "/ns/net")};
  words.insert(words.end(), argv.begin(), argv.end());
  return words;
}

ToolResult StrandedClient::Run(const std::vector<std::string>& argv,
                               const std::string& input) const {
  return RunToEnd(kNsenter, Enter(argv), {.input = input, .timeout = kTimeout});
}

std::unique_ptr<RunningTool> StrandedClient::Start(
    const std::vector<std::string>& argv) const {
  return Begin(kNsenter, Enter(argv));
}

std::unique_ptr<RunningTool> StrandedClient::Connect(
    const std::string& path) const {
  std::unique_ptr<RunningTool> client =
      Start({"/usr/sbin/openvpn", "--config", path});
  EXPECT_TRUE(client->WaitForOutput("Initialization Sequence Completed"));
  return client;
}

}  // namespace minidcos
