// A way from a Mac to the containers of its Docker engine: those run in a
// virtual machine, and nothing routes to their addresses. One container of ours
// is an OpenVPN server on the engine's networks, published on 127.0.0.1; a
// client on the Mac, with the profile that is written here, then reaches nodes
// by their addresses. mac_network.cc tells why it is made like this.
//
// It is of no cluster: `clean` leaves it. There is one on an engine.

#ifndef MINIDCOS_COMMON_VPN_MAC_NETWORK_H_
#define MINIDCOS_COMMON_VPN_MAC_NETWORK_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/operation.h"
#include "common/docker/client.h"

namespace minidcos {

struct MacNetworkOptions {
  // Where the client's profile goes; whatever is there is replaced. Its folder
  // must exist.
  std::string profile;
  // Replaces the macOS network that there is. That one is removed before the
  // new one is made, and stays so if it fails; the error says so.
  bool force = false;
  // Of 127.0.0.1. The default is DC/OS E2E's.
  int port = 13194;
  // Of the image, where it has to be built.
  ImageSources sources;
  std::map<std::string, std::string> proxies;
};

// Makes the macOS network, on the default network of the engine and those on
// which clusters are, with keys that nobody has had before, and once clients
// can connect writes the profile, mode 0600. Warns where the engine is not on
// this machine. If it fails, nothing is left.
// kInvalidArgument for a bad port; kNotFound if there is no folder for the
// profile; kAlreadyExists, without `force`, if there is a macOS network;
// kFailedPrecondition if the port is taken, the engine's machine has no tun
// device, the profile cannot be written, or as EnsureRecipeImage says.
absl::Status SetUpMacNetwork(const Operation& operation,
                             const MacNetworkOptions& options);

// Removes the macOS network, running or not, also one that is half made.
// Returns whether there was any.
absl::StatusOr<bool> DestroyMacNetwork(const Context& ctx,
                                       DockerClient& docker);

struct MacNetworkState {
  bool exists = false;
  bool running = false;
  // Of 127.0.0.1, where clients connect to it; 0 unless it is running.
  int port = 0;
};

// What there is of it. Whether a client is connected, the engine does not know.
absl::StatusOr<MacNetworkState> FindMacNetwork(const Context& ctx,
                                               DockerClient& docker);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_VPN_MAC_NETWORK_H_
