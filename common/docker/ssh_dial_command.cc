#include "common/docker/ssh_dial_command.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/shell_quote.h"

namespace minidcos {
namespace {

absl::Status Expected() {
  return absl::InvalidArgumentError(
      "expected ssh://[USER@]HOST[:PORT][/SOCKET]");
}

}  // namespace

absl::StatusOr<std::vector<std::string>> SshDialCommand(
    absl::string_view address) {
  const size_t slash = address.find('/');
  const absl::string_view path = slash == absl::string_view::npos
                                     ? absl::string_view()
                                     : address.substr(slash);
  absl::string_view host = address.substr(0, slash);
  std::vector<std::string> command = {
      "ssh", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=30"};
  if (const size_t at = host.rfind('@'); at != absl::string_view::npos) {
    const absl::string_view user = host.substr(0, at);
    if (absl::StrContains(user, ":")) {
      return absl::InvalidArgumentError("a password has no place in it");
    }
    if (user.empty()) return Expected();
    command.insert(command.end(), {"-l", std::string(user)});
    host.remove_prefix(at + 1);
  }
  // The colons of an IPv6 address are inside brackets.
  const size_t colon = host.rfind(':');
  if (colon != absl::string_view::npos && !absl::EndsWith(host, "]")) {
    int port = 0;
    if (!absl::SimpleAtoi(host.substr(colon + 1), &port) || port < 1 ||
        port > 65535) {
      return Expected();
    }
    command.insert(command.end(), {"-p", absl::StrCat(port)});
    host = host.substr(0, colon);
  }
  if (absl::ConsumePrefix(&host, "[")) host = absl::StripSuffix(host, "]");
  if (host.empty() || absl::StrContains(address, "?") ||
      absl::StrContains(address, "#")) {
    return Expected();
  }
  command.insert(command.end(), {"--", std::string(host), "docker"});
  if (path.size() > 1) {
    // For the shell over there.
    command.push_back(ShellQuote(absl::StrCat("--host=unix://", path)));
  }
  command.insert(command.end(), {"system", "dial-stdio"});
  return command;
}

}  // namespace minidcos
