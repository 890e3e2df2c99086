#include "common/dcos/config/resolvers.h"

#include <arpa/inet.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

bool IsIpv4(const std::string& address) {
  in_addr parsed;
  return inet_pton(AF_INET, address.c_str(), &parsed) == 1;
}

// dcos-net's own: the installer refuses them.
bool IsOfDcos(absl::string_view address) {
  return address == "198.51.100.1" || address == "198.51.100.2" ||
         address == "198.51.100.3";
}

bool IsUsable(const std::string& address) {
  return IsIpv4(address) && !IsOfDcos(address) &&
         !absl::StartsWith(address, "127.") && !absl::StartsWith(address, "0.");
}

bool IsPort(absl::string_view text) {
  int port = 0;
  return !text.empty() &&
         text.find_first_not_of("0123456789") == absl::string_view::npos &&
         absl::SimpleAtoi(text, &port) && port >= 1 && port <= 65535;
}

absl::Status CheckResolver(absl::string_view resolver) {
  const size_t colon = resolver.find(':');
  const std::string address(resolver.substr(0, colon));
  if (!IsIpv4(address) || (colon != absl::string_view::npos &&
                           !IsPort(resolver.substr(colon + 1)))) {
    return absl::InvalidArgumentError(absl::StrCat(
        "resolver '", resolver, "' is not an IPv4 address or ADDRESS:PORT"));
  }
  if (IsOfDcos(address)) {
    return absl::InvalidArgumentError(
        absl::StrCat("resolver '", resolver, "' is an address of DC/OS's own"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckResolvers(const std::vector<std::string>& resolvers) {
  std::set<absl::string_view> seen;
  for (const std::string& resolver : resolvers) {
    RETURN_IF_ERROR(CheckResolver(resolver));
    if (!seen.insert(resolver).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("resolver '", resolver, "' is given twice"));
    }
  }
  return absl::OkStatus();
}

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
