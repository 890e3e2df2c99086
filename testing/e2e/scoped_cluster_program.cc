// A user's program with a cluster of one node: prints its id, and stays until
// it is killed.

#include <unistd.h>

#include <iostream>

#include "common/cluster/scoped_cluster.h"

int main() {
  const auto cluster = minidcos::ScopedCluster::Make(
      {}, {.masters = 1, .agents = 0, .public_agents = 0});
  if (!cluster.ok()) {
    std::cerr << cluster.status() << "\n";
    return 1;
  }
  std::cout << cluster->cluster().id << std::endl;
  while (true) pause();
}
