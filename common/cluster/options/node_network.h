// The network on which the nodes of a cluster meet, where it is not Docker's
// default one: an existing one of the user's, on which they are beside the
// default one, or one made for the cluster, with fixed addresses.

#ifndef MINIDCOS_COMMON_CLUSTER_OPTIONS_NODE_NETWORK_H_
#define MINIDCOS_COMMON_CLUSTER_OPTIONS_NODE_NETWORK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/cluster/options/subnet.h"
#include "common/docker/client.h"

namespace minidcos {

struct NodeNetwork {
  // As the engine calls it.
  std::string name;
  std::string id;
  // "172.18.0.0/16"
  std::vector<std::string> subnets;
  // Of a network made for the cluster, the nodes' addresses, in the order of
  // their making; none for a network of the user's.
  std::vector<std::string> addresses;

  bool is_new() const { return !addresses.empty(); }
};

// What DockerBackend::network asks for.
struct NetworkChoice {
  // The name or id of an existing one; empty for none.
  std::string existing;
  // Whether to make one, and with which subnet; without one, a free one.
  bool make = false;
  std::optional<Subnet> subnet;
};

// Reads "" or "bridge" (the default), "new", "new:SUBNET", or a name or id.
// kInvalidArgument for "host" and "none", on which nodes cannot be, and for a
// bad subnet.
absl::StatusOr<NetworkChoice> ParseNetworkChoice(absl::string_view text);

// The existing network of that name, id or beginning of an id. kNotFound,
// naming those there are; kInvalidArgument for one that nodes cannot be on, and
// for the beginning of several ids.
absl::StatusOr<NodeNetwork> FindNodeNetwork(const Context& ctx,
                                            DockerClient& docker,
                                            const std::string& reference);

// Makes one for `nodes` nodes, with `request`'s name and labels. kAlreadyExists
// if the name is taken; kFailedPrecondition if the subnet that is asked for
// overlaps with another network's.
absl::StatusOr<NodeNetwork> MakeNodeNetwork(
    const Context& ctx, DockerClient& docker,
    docker::CreateNetworkRequest request, const NetworkChoice& choice,
    int nodes);

// Where the nodes of a network of the user's find its subnets, one a line: by
// them ip-detect (common/dcos) tells which of their addresses is meant.
inline constexpr char kSubnetsPath[] = "/etc/minidcos-subnets";

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPTIONS_NODE_NETWORK_H_
