// The addresses inside the macOS network's tunnel.

#ifndef MINIDCOS_COMMON_VPN_TUNNEL_SUBNET_H_
#define MINIDCOS_COMMON_VPN_TUNNEL_SUBNET_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace minidcos {

// A /24, "192.168.251.0/24", that overlaps with none of `taken`, subnets as the
// engine tells them (those of IPv6 are none of ours). kFailedPrecondition if
// there is none.
absl::StatusOr<std::string> ChooseTunnelSubnet(
    const std::vector<std::string>& taken);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_VPN_TUNNEL_SUBNET_H_
