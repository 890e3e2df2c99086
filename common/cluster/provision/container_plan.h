// Which containers make a cluster: a pure function from options to the engine's
// create requests, so that every choice can be read, and tested, in one place.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_CONTAINER_PLAN_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_CONTAINER_PLAN_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/cluster/node_file.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/options/node_network.h"
#include "common/cluster/options/storage_driver.h"
#include "common/cluster/provision/privileges.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"

namespace minidcos {

// What planning needs beside the options.
struct PlanInput {
  ClusterOptions options;
  // The node image's reference.
  std::string image;
  // The workspace folder on this machine.
  std::string workspace;
  // The folder of the workspace to bind at kServeMount, read-only; empty for an
  // engine that does not see this machine's files.
  std::string serve_folder;
  Privileges privileges;
  DockerClient::ApiVersion api_version;
  // The inner Docker's, never "auto".
  std::string storage_driver = kImageStorageDriver;
  // Variables of the environment of every node.
  std::map<std::string, std::string> proxies;
  // Where the nodes meet; none for the engine's default network.
  std::optional<NodeNetwork> network;
  // Values of the labels minidcos.creation, .creator, .created and .expires;
  // the last is empty for a cluster that does not expire.
  std::string creation;
  std::string creator;
  std::string created;
  std::string expires = "";
  // Value of minidcos.owner: nodes have a lease (lease/lease.h) then. Empty for
  // a cluster that lives until it is destroyed.
  std::string owner = "";
};

// The labels of everything that is made for the cluster: whose it is, who made
// it and when, and how long it is to live.
void AddOriginLabels(const PlanInput& input,
                     google::protobuf::Map<std::string, std::string>& labels);

struct NodePlan {
  NodeRole role = NodeRole::kMaster;
  int index = 0;
  // The container's name, "<prefix>-<id>.<role>-<n>": for master-0 the claim on
  // the cluster id.
  std::string name;
  docker::CreateContainerRequest request;
  // The id of a network that it is to be put on; empty for none.
  std::string connect_to = "";
  // Beside its keys.
  std::vector<NodeFile> files = {};
};

// The nodes in the order masters, agents, public agents; master-0 first.
std::vector<NodePlan> PlanNodes(const PlanInput& input);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_CONTAINER_PLAN_H_
