#include "common/cluster/options/node_network.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/cluster/options/subnet.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Of 16384: with these many tries a free one is found unless nearly all are
// taken.
constexpr int kTries = 32;

absl::Status NotForNodes(absl::string_view name) {
  return absl::InvalidArgumentError(
      absl::StrCat("nodes cannot be on the network '", name, "'"));
}

std::vector<std::string> NamesOf(const docker::NetworkList& networks) {
  std::vector<std::string> names;
  for (const docker::Network& network : networks.items()) {
    if (network.driver() != "host" && network.driver() != "null") {
      names.push_back(network.name());
    }
  }
  return names;
}

// A name goes before the beginning of an id. Null if there is none;
// kInvalidArgument for the beginning of several.
absl::StatusOr<const docker::Network*> Find(const docker::NetworkList& networks,
                                            const std::string& reference) {
  std::vector<const docker::Network*> found;
  for (const docker::Network& network : networks.items()) {
    if (network.name() == reference) return &network;
    if (absl::StartsWith(network.id(), reference)) found.push_back(&network);
  }
  if (found.empty()) return nullptr;
  if (found.size() == 1) return found.front();
  return absl::InvalidArgumentError(
      absl::StrCat("the ids of ", found.size(), " networks begin with '",
                   reference, "': give more of it, or a name"));
}

bool Overlaps(const absl::Status& status) {
  return absl::StrContains(status.message(), "overlaps");
}

}  // namespace

absl::StatusOr<NetworkChoice> ParseNetworkChoice(absl::string_view text) {
  NetworkChoice choice;
  if (text.empty() || text == "bridge") return choice;
  if (text == "host" || text == "none") return NotForNodes(text);
  choice.make = text == "new" || absl::ConsumePrefix(&text, "new:");
  if (!choice.make) {
    choice.existing = std::string(text);
  } else if (text != "new") {
    ASSIGN_OR_RETURN(choice.subnet, Subnet::Parse(text));
  }
  return choice;
}

absl::StatusOr<NodeNetwork> FindNodeNetwork(const Context& ctx,
                                            DockerClient& docker,
                                            const std::string& reference) {
  ASSIGN_OR_RETURN(const docker::NetworkList networks,
                   docker.ListNetworks(ctx, {}));
  ASSIGN_OR_RETURN(const docker::Network* const found,
                   Find(networks, reference));
  if (found == nullptr) {
    return absl::NotFoundError(absl::StrCat(
        "no such network: '", reference,
        "' (there are: ", absl::StrJoin(NamesOf(networks), ", "), ")"));
  }
  if (found->driver() == "host" || found->driver() == "null") {
    return NotForNodes(reference);
  }
  NodeNetwork network;
  network.name = found->name();
  network.id = found->id();
  for (const docker::IpamConfig& config : found->ipam().config()) {
    network.subnets.push_back(config.subnet());
  }
  return network;
}

absl::StatusOr<NodeNetwork> MakeNodeNetwork(
    const Context& ctx, DockerClient& docker,
    docker::CreateNetworkRequest request, const NetworkChoice& choice,
    int nodes) {
  request.set_driver("bridge");
  request.set_check_duplicate(true);
  request.mutable_ipam()->set_driver("default");
  docker::IpamConfig& config = *request.mutable_ipam()->add_config();
  for (int i = 0; true; ++i) {
    const Subnet subnet = choice.subnet.value_or(Subnet::Random());
    NodeNetwork network;
    network.name = request.name();
    network.subnets = {subnet.text()};
    ASSIGN_OR_RETURN(network.addresses, subnet.NodeAddresses(nodes));
    config.set_subnet(subnet.text());
    absl::StatusOr<std::string> id = docker.CreateNetwork(ctx, request);
    if (id.ok()) {
      network.id = *std::move(id);
      return network;
    }
    if (Overlaps(id.status()) && !choice.subnet.has_value() && i < kTries) {
      continue;
    }
    const absl::StatusCode code = absl::IsAlreadyExists(id.status())
                                      ? absl::StatusCode::kAlreadyExists
                                      : absl::StatusCode::kFailedPrecondition;
    return Annotate(WithCode(id.status(), code),
                    absl::StrCat("making network '", request.name(),
                                 "' of subnet ", subnet.text()));
  }
}

}  // namespace minidcos
