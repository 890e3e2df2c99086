#include "common/node/ssh_login.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace minidcos {
namespace {

// As ssh_config(5) wants a path: a space would end it, a % begin a token.
std::string Path(absl::string_view path) {
  return absl::StrCat("\"", absl::StrReplaceAll(path, {{"%", "%%"}}), "\"");
}

}  // namespace

std::vector<std::pair<std::string, std::string>> SshLoginOptions(
    const SshLogin& login) {
  return {{"IdentityFile", Path(login.key)},
          {"IdentitiesOnly", "yes"},
          {"IdentityAgent", "none"},
          {"PreferredAuthentications", "publickey"},
          {"BatchMode", "yes"},
          {"StrictHostKeyChecking", "yes"},
          {"UserKnownHostsFile", Path(login.known_hosts)},
          {"GlobalKnownHostsFile", "/dev/null"},
          {"HostKeyAlias", login.host_key_alias},
          {"UpdateHostKeys", "no"},
          {"LogLevel", "ERROR"},
          {"ConnectTimeout", "10"},
          // A node that is gone without a word is noticed after half a minute.
          {"ServerAliveInterval", "10"},
          {"ServerAliveCountMax", "3"}};
}

std::vector<std::string> SshArgv(const SshLogin& login,
                                 const std::vector<std::string>& more) {
  std::vector<std::string> argv = {"ssh", "-F", "/dev/null", "-l", login.user};
  for (const auto& [key, value] : SshLoginOptions(login)) {
    argv.insert(argv.end(), {"-o", absl::StrCat(key, "=", value)});
  }
  argv.insert(argv.end(), more.begin(), more.end());
  argv.insert(argv.end(), {"--", login.address});
  return argv;
}

std::string SshConfigBlock(absl::Span<const std::string> names,
                           const SshLogin& login) {
  std::string block =
      absl::StrCat("Host ", absl::StrJoin(names, " "), "\n  HostName ",
                   login.address, "\n  Port 22\n  User ", login.user, "\n");
  for (const auto& [key, value] : SshLoginOptions(login)) {
    absl::StrAppend(&block, "  ", key, " ", value, "\n");
  }
  return block;
}

}  // namespace minidcos
