// Why one container on bridges, and not the host's network and a proxy.
//
// Docker for Mac's engine is in a virtual machine, of which only published
// ports can be reached, on the Mac's own addresses. DC/OS E2E
// (wojas/docker-mac-network) runs OpenVPN on that machine's host network, for
// which it needs a second container: what listens on the host network cannot be
// published, so that a proxy on a bridge is, which connects to the first. And
// it relies on the machine to forward from the tunnel to containers, which it
// no longer does: engines drop what comes from outside a bridge for a port that
// is not published, since 28 whatever a user's own rules say.
//
// Ours has a leg in each bridge. What it sends there comes from inside, as one
// container's packets to another, which every engine lets pass; its own network
// is all that it can change; and it can be published itself. The engine's own
// proxy, which publishes it, is the only other part: nothing more to start in
// the right order after the engine, to find, or to remove. What has to be done
// for it: a network that comes later is to be joined (`docker network connect`;
// the server tells its clients of it when they connect), and one that is to be
// removed, left (common/cluster/remove.cc).
//
// By TCP, which is what DC/OS E2E's users have, and what every way of
// publishing a port carries. On 127.0.0.1, because who is connected reaches
// nodes, on which root is like root of the machine. The server masquerades, for
// nodes know no way into the tunnel: their gateway is the engine's machine.
//
// The keys are made here and go into the container through the archive call:
// an image, a variable or an argument could be read by others. The key of the
// authority is never written anywhere.

#include "common/vpn/mac_network.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/random_id.h"
#include "common/cluster/mac_network_labels.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/undo.h"
#include "common/cluster/remove.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/near_engine.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "common/vpn/openvpn_configuration.h"
#include "common/vpn/tunnel_subnet.h"
#include "common/vpn/vpn_image.h"
#include "common/vpn/vpn_keys.h"
#include "common/vpn/vpn_server.h"

namespace minidcos {
namespace {

constexpr char kSubject[] = "the macOS network";

absl::StatusOr<docker::ContainerList> FindContainers(const Context& ctx,
                                                     DockerClient& docker) {
  return docker.ListContainers(ctx, {{"label", {kMacNetworkLabel}}});
}

absl::Status RemoveAll(const Context& ctx, DockerClient& docker,
                       const docker::ContainerList& containers) {
  std::vector<std::string> ids;
  for (const docker::ContainerSummary& container : containers.items()) {
    ids.push_back(container.id());
  }
  return NotOfTheArguments(RemoveContainers(ctx, docker, ids));
}

void WarnIfElsewhere(const Operation& operation) {
  if (IsNearEngine(operation.docker.host())) return;
  operation.progress.Warn(
      "the engine is elsewhere: the macOS network is published at 127.0.0.1 of "
      "its machine, where no client on this one reaches it");
}

// What failed, and what the engine is left with: the old network is gone by
// then, for two cannot have its name, nor the port.
absl::Status Failure(const absl::Status& status, const absl::Status& undone,
                     bool was_there) {
  // The only thing of ours that can be there already is the name.
  const absl::Status failure = Annotate(
      absl::IsAlreadyExists(status) ? status : NotOfTheArguments(status),
      kSubject);
  std::string message(failure.message());
  if (was_there) {
    absl::StrAppend(&message, "; the one that was there is removed already");
  }
  if (!undone.ok()) {
    absl::StrAppend(&message, "; its container is left (", undone.message(),
                    "): 'minidcos destroy-mac-network' removes it");
  }
  return WithMessage(failure, message);
}

// Before anything is made.
absl::Status CheckOptions(const MacNetworkOptions& options) {
  if (options.port < 1 || options.port > 65535) {
    return absl::InvalidArgumentError(absl::StrCat(
        "bad port '", options.port, "': it must be from 1 to 65535"));
  }
  const std::filesystem::path parent =
      std::filesystem::path(options.profile).parent_path();
  const std::string folder =
      parent.empty() ? std::string(".") : parent.string();
  if (access(folder.c_str(), W_OK | X_OK) == 0) return absl::OkStatus();
  if (errno == ENOENT) {
    return absl::NotFoundError(absl::StrCat("no such folder: '", folder,
                                            "', for '", options.profile, "'"));
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "cannot write '", options.profile, "': ", std::strerror(errno)));
}

absl::StatusOr<std::string> ChooseTunnel(const Context& ctx,
                                         DockerClient& docker) {
  ASSIGN_OR_RETURN(const docker::NetworkList networks,
                   docker.ListNetworks(ctx, {}));
  std::vector<std::string> taken;
  for (const docker::Network& network : networks.items()) {
    for (const docker::IpamConfig& config : network.ipam().config()) {
      taken.push_back(config.subnet());
    }
  }
  return ChooseTunnelSubnet(taken);
}

absl::Status Start(const Operation& operation, const MacNetworkOptions& options,
                   const std::string& image, const std::string& creation) {
  VpnServerOptions server;
  server.image = image;
  server.port = options.port;
  server.creation = creation;
  ASSIGN_OR_RETURN(server.keys, MakeVpnKeys());
  ASSIGN_OR_RETURN(server.tunnel,
                   ChooseTunnel(operation.ctx, operation.docker));
  RETURN_IF_ERROR(StartVpnServer(operation, server));
  // Last: a profile that is there belongs to a server that runs.
  return WriteFile(options.profile, VpnClientProfile(server.keys, server.port),
                   0600);
}

}  // namespace

absl::Status SetUpMacNetwork(const Operation& operation,
                             const MacNetworkOptions& options) {
  RETURN_IF_ERROR(CheckOptions(options));
  WarnIfElsewhere(operation);
  ASSIGN_OR_RETURN(const docker::ContainerList existing,
                   FindContainers(operation.ctx, operation.docker));
  if (!existing.items().empty() && !options.force) {
    return absl::AlreadyExistsError(absl::StrCat(
        kSubject, " is there already, as container '", kMacNetworkContainer,
        "': --force makes it anew, with a new profile"));
  }
  ASSIGN_OR_RETURN(
      const std::string image,
      EnsureVpnImage(operation.ctx, operation.docker, options.sources,
                     options.proxies, operation.progress));
  const std::unique_ptr<Progress::Step> step =
      operation.progress.Begin("Setting up the macOS network");
  RETURN_IF_ERROR(RemoveAll(operation.ctx, operation.docker, existing));
  const std::string creation = RandomHex(32);
  const absl::Status status = Start(operation, options, image, creation);
  if (status.ok()) {
    step->Done();
    return status;
  }
  return Failure(status, RemoveCreated(operation, creation),
                 !existing.items().empty());
}

absl::StatusOr<bool> DestroyMacNetwork(const Context& ctx,
                                       DockerClient& docker) {
  ASSIGN_OR_RETURN(const docker::ContainerList containers,
                   FindContainers(ctx, docker));
  RETURN_IF_ERROR(Annotate(RemoveAll(ctx, docker, containers), kSubject));
  return !containers.items().empty();
}

absl::StatusOr<MacNetworkState> FindMacNetwork(const Context& ctx,
                                               DockerClient& docker) {
  ASSIGN_OR_RETURN(const docker::ContainerList containers,
                   FindContainers(ctx, docker));
  MacNetworkState state;
  for (const docker::ContainerSummary& container : containers.items()) {
    state.exists = true;
    if (container.state() != "running") continue;
    state.running = true;
    for (const docker::Port& port : container.ports()) {
      if (port.private_port() == kVpnServerPort) {
        state.port = port.public_port();
      }
    }
  }
  return state;
}

}  // namespace minidcos
