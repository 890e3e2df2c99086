#include "common/dcos/config/resolvers.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"

namespace minidcos {
namespace {

bool IsUsable(const std::string& address) {
  in_addr parsed;
  if (inet_pton(AF_INET, address.c_str(), &parsed) != 1) return false;
  // 198.51.100.1 to .3 are dcos-net's own: the installer refuses them.
  for (const char* prefix : {"127.", "0.", "198.51.100."}) {
    if (absl::StartsWith(address, prefix)) return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> UsableResolvers(absl::string_view resolv_conf) {
  std::vector<std::string> resolvers;
  for (const absl::string_view line : absl::StrSplit(resolv_conf, '\n')) {
    const std::vector<std::string> words =
        absl::StrSplit(line, absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
    if (words.size() < 2 || words[0] != "nameserver") continue;
    const std::string& address = words[1];
    if (IsUsable(address) && std::find(resolvers.begin(), resolvers.end(),
                                       address) == resolvers.end()) {
      resolvers.push_back(address);
    }
  }
  return resolvers;
}

std::vector<std::string> HostResolvers() {
  // The second is what systemd-resolved's stub at 127.0.0.53 asks.
  for (const char* path :
       {"/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"}) {
    const absl::StatusOr<std::string> text = ReadFile(path);
    if (!text.ok()) continue;
    std::vector<std::string> resolvers = UsableResolvers(*text);
    if (!resolvers.empty()) return resolvers;
  }
  return {"8.8.8.8"};
}

}  // namespace minidcos
