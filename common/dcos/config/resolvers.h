// The name servers that DC/OS forwards to.

#ifndef MINIDCOS_COMMON_DCOS_CONFIG_RESOLVERS_H_
#define MINIDCOS_COMMON_DCOS_CONFIG_RESOLVERS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// Whether DC/OS takes these, each "IP" or "IP:PORT": IPv4, a port from 1 to
// 65535, none twice, none of DC/OS's own (198.51.100.1 to .3).
// kInvalidArgument, naming the value, else.
absl::Status CheckResolvers(const std::vector<std::string>& resolvers);

// The name servers of a resolv.conf that a container can use and DC/OS takes:
// IPv4, once each, not on this machine's loopback, not at DC/OS's own
// addresses.
std::vector<std::string> UsableResolvers(absl::string_view resolv_conf);

// Those of this host, be it systemd-resolved that knows them; 8.8.8.8 if there
// are none.
std::vector<std::string> HostResolvers();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_CONFIG_RESOLVERS_H_
