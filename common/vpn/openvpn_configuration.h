// What OpenVPN reads at the two ends of the macOS network.

#ifndef MINIDCOS_COMMON_VPN_OPENVPN_CONFIGURATION_H_
#define MINIDCOS_COMMON_VPN_OPENVPN_CONFIGURATION_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/vpn/vpn_keys.h"

namespace minidcos {

// Where the server listens in its container, by TCP: what is published.
inline constexpr int kVpnServerPort = 1194;

// The line by which it says that clients can connect.
inline constexpr char kVpnServerIsReady[] = "Initialization Sequence Completed";

// The folder of the server's files in its container.
inline constexpr char kVpnServerFolder[] = "/etc/minidcos-vpn";

struct VpnServerFile {
  // In kVpnServerFolder.
  std::string name;
  std::string content;
};

// All that the server reads: its configuration, its certificates and its key,
// which is for root's eyes. `tunnel` is a /24, "192.168.251.0/24", of which
// clients get addresses.
std::vector<VpnServerFile> VpnServerFiles(const VpnKeys& keys,
                                          absl::string_view tunnel);

// The profile of a client on the machine that publishes the server at port
// `port` of its 127.0.0.1: whole, with its key. Which networks are reached
// through it, the server tells; whatever that tells, the client's other traffic
// and its name servers stay what they are.
std::string VpnClientProfile(const VpnKeys& keys, int port);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_VPN_OPENVPN_CONFIGURATION_H_
