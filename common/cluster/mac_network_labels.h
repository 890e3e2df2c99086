// The label of the macOS network (common/vpn), which is no cluster's: `clean`
// leaves what has it, and a network that its container is on can be removed all
// the same.

#ifndef MINIDCOS_COMMON_CLUSTER_MAC_NETWORK_LABELS_H_
#define MINIDCOS_COMMON_CLUSTER_MAC_NETWORK_LABELS_H_

namespace minidcos {

// On its container; says what that is, kMacNetworkServer.
inline constexpr char kMacNetworkLabel[] = "minidcos.mac_network";
inline constexpr char kMacNetworkServer[] = "server";

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_MAC_NETWORK_LABELS_H_
