#include <iostream>

#include "common/cluster/scoped_cluster.h"

int main() {
  minidcos::DockerBackend backend;
  backend.agent_limits.cpus = 0.5;
  const auto cluster = minidcos::ScopedCluster::Make(
      backend, {.masters = 1, .agents = 2, .public_agents = 0});
  if (!cluster.ok()) {
    std::cerr << cluster.status() << "\n";
    return 1;
  }
  std::cout << cluster->cluster().id << "\n";
  for (const minidcos::Node& node : cluster->agents()) {
    std::cout << *node.MustRun(minidcos::Context(), {.argv = {"hostname"}});
  }
  return 0;  // and the cluster is gone
}
