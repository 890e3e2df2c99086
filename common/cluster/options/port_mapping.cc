#include "common/cluster/options/port_mapping.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/fd.h"
#include "common/base/sockets.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

constexpr int kLastPort = 65535;

bool IsIpv4(const std::string& ip) {
  in_addr address;
  return inet_pton(AF_INET, ip.c_str(), &address) == 1;
}

bool IsIpv6(const std::string& ip) {
  in6_addr address;
  return inet_pton(AF_INET6, ip.c_str(), &address) == 1;
}

std::string Describe(const std::string& ip, int port) {
  return absl::StrCat(absl::StrContains(ip, ':') ? "[" : "", ip,
                      absl::StrContains(ip, ':') ? "]" : "", ":", port);
}

absl::Status Bad(absl::string_view text, absl::string_view reason) {
  return absl::InvalidArgumentError(
      absl::StrCat("bad port mapping '", text, "': ", reason,
                   "; the syntax is [IP:]HOST_PORT:CONTAINER_PORT"));
}

std::string Describe(const PortMapping& mapping) {
  return absl::StrCat(Describe(mapping.host_ip, mapping.host_port), ":",
                      mapping.container_port);
}

absl::Status Check(const PortMapping& mapping, absl::string_view text) {
  if (!IsIpv4(mapping.host_ip) && !IsIpv6(mapping.host_ip)) {
    return Bad(text,
               absl::StrCat("'", mapping.host_ip, "' is not an IP address"));
  }
  if (mapping.host_port < 0 || mapping.host_port > kLastPort) {
    return Bad(text, absl::StrCat(mapping.host_port, " is not in 0 to 65535"));
  }
  if (mapping.container_port < 1 || mapping.container_port > kLastPort) {
    return Bad(text,
               absl::StrCat(mapping.container_port, " is not in 1 to 65535"));
  }
  return absl::OkStatus();
}

bool IsEveryAddress(absl::string_view ip) {
  return ip == "0.0.0.0" || ip == "::" || ip.empty();
}

bool Meet(absl::string_view ip, absl::string_view other) {
  return ip == other || IsEveryAddress(ip) || IsEveryAddress(other);
}

// Whether a program of this machine listens there. Where that cannot be found
// out (a port below 1024, an address of another machine) the engine will tell.
bool IsTakenHere(const PortMapping& mapping) {
  const bool is_v6 = IsIpv6(mapping.host_ip);
  sockaddr_in v4 = {};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(static_cast<uint16_t>(mapping.host_port));
  sockaddr_in6 v6 = {};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = v4.sin_port;
  inet_pton(AF_INET, mapping.host_ip.c_str(), &v4.sin_addr);
  inet_pton(AF_INET6, mapping.host_ip.c_str(), &v6.sin6_addr);
  const Fd socket = StreamSocket(is_v6 ? AF_INET6 : AF_INET);
  const int fd = socket.get();
  if (fd < 0) return false;
  // A port is not taken by a connection that has just ended.
  const int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  const int bound =
      is_v6 ? bind(fd, reinterpret_cast<const sockaddr*>(&v6), sizeof(v6))
            : bind(fd, reinterpret_cast<const sockaddr*>(&v4), sizeof(v4));
  return bound != 0 && errno == EADDRINUSE;
}

// The name of the container that publishes the host port of `mapping`; empty
// if none does.
std::string HolderOf(const PortMapping& mapping,
                     const docker::ContainerList& containers) {
  for (const docker::ContainerSummary& container : containers.items()) {
    for (const docker::Port& port : container.ports()) {
      if (port.type() == "tcp" && port.public_port() == mapping.host_port &&
          Meet(port.ip(), mapping.host_ip)) {
        return container.names_size() > 0
                   ? std::string(absl::StripPrefix(container.names(0), "/"))
                   : container.id();
      }
    }
  }
  return "";
}

}  // namespace

absl::StatusOr<PortMapping> ParsePortMapping(absl::string_view text) {
  static const RE2& form =
      *new RE2(R"((?:(\[[^\]]*\]|[^:\[\]]*):)?([^:]*):([^:]*))");
  std::string ip;
  std::string host;
  std::string container;
  if (!RE2::FullMatch(std::string(text), form, &ip, &host, &container)) {
    return Bad(text, "it does not have two or three parts");
  }
  PortMapping mapping;
  // An address may be there and empty: ":80:80".
  if (host.size() + container.size() + 1 < text.size()) {
    mapping.host_ip =
        std::string(absl::StripSuffix(absl::StripPrefix(ip, "["), "]"));
  }
  for (const auto& [word, port] : {std::make_pair(host, &mapping.host_port),
                                   {container, &mapping.container_port}}) {
    if (absl::SimpleAtoi(word, port)) continue;
    return Bad(text, absl::StrCat("'", word, "' is not a number"));
  }
  RETURN_IF_ERROR(Check(mapping, text));
  return mapping;
}

absl::Status CheckPortMappings(const std::vector<PortMapping>& mappings) {
  std::set<int> container_ports;
  for (size_t i = 0; i < mappings.size(); ++i) {
    const PortMapping& mapping = mappings[i];
    RETURN_IF_ERROR(Check(mapping, Describe(mapping)));
    if (!container_ports.insert(mapping.container_port).second) {
      return Bad(Describe(mapping),
                 absl::StrCat("the node's port ", mapping.container_port,
                              " is mapped twice"));
    }
    for (size_t j = 0; j < i && mapping.host_port != 0; ++j) {
      if (mappings[j].host_port != mapping.host_port ||
          !Meet(mappings[j].host_ip, mapping.host_ip)) {
        continue;
      }
      return Bad(Describe(mapping),
                 absl::StrCat("the host's port ", mapping.host_port,
                              " is mapped twice"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckPortsFree(const std::vector<PortMapping>& mappings,
                            const docker::ContainerList& containers,
                            bool is_local) {
  for (const PortMapping& mapping : mappings) {
    if (mapping.host_port == 0) continue;
    const std::string holder = HolderOf(mapping, containers);
    if (holder.empty() && !(is_local && IsTakenHere(mapping))) continue;
    return absl::FailedPreconditionError(
        absl::StrCat("port ", Describe(mapping.host_ip, mapping.host_port),
                     " is in use", holder.empty() ? "" : " by container '",
                     holder, holder.empty() ? "" : "'"));
  }
  return absl::OkStatus();
}

}  // namespace minidcos
