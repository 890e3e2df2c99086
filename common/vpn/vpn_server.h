// The container of the macOS network: an OpenVPN server.

#ifndef MINIDCOS_COMMON_VPN_VPN_SERVER_H_
#define MINIDCOS_COMMON_VPN_VPN_SERVER_H_

#include <string>

#include "absl/status/status.h"
#include "common/cluster/operation.h"
#include "common/vpn/vpn_keys.h"

namespace minidcos {

inline constexpr char kMacNetworkContainer[] = "minidcos-mac-network";

struct VpnServerOptions {
  // That of vpn_image.h.
  std::string image;
  // The port of 127.0.0.1 at which it is published.
  int port = 0;
  VpnKeys keys;
  // The addresses of clients, a /24: "192.168.251.0/24".
  std::string tunnel;
  // The word in the label kCreationLabel of the container, by which it is found
  // if this fails.
  std::string creation;
};

// Makes the container, on the default network and those on which clusters are,
// and starts it; returns once clients can connect. kAlreadyExists if there is a
// container of that name. Fails without removing anything.
absl::Status StartVpnServer(const Operation& operation,
                            const VpnServerOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_VPN_VPN_SERVER_H_
