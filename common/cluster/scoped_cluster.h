// A cluster for a C++ program: made from a DockerBackend, destroyed with its
// scope. If the program is killed before, the nodes end by themselves some 20 s
// later (lease/lease.h), as they do if a signal stops it for so long; `minidcos
// clean --stale` removes the rest.
//
//   DockerBackend backend;
//   backend.agent_limits.cpus = 1.5;
//   const absl::StatusOr<ScopedCluster> cluster =
//       ScopedCluster::Make(backend, {.agents = 2});
//   if (!cluster.ok()) ...
//   const absl::StatusOr<std::string> name =
//       cluster->masters().front().MustRun(Context(), {.argv = {"hostname"}});

#ifndef MINIDCOS_COMMON_CLUSTER_SCOPED_CLUSTER_H_
#define MINIDCOS_COMMON_CLUSTER_SCOPED_CLUSTER_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/cluster.h"
#include "common/cluster/lease/lease.h"
#include "common/cluster/options/docker_backend.h"
#include "common/docker/client.h"
#include "common/node/node.h"

namespace minidcos {

struct ClusterSize {
  int masters = 1;
  int agents = 1;
  int public_agents = 1;
};

class ScopedCluster {
 public:
  // Makes a cluster of bare nodes, with an id of its own, on the engine that
  // the environment names, and waits until they are ready. `ctx` ends the
  // making alone: all that was made is removed then, as on failure. Fails as
  // ProvisionCluster does.
  static absl::StatusOr<ScopedCluster> Make(const DockerBackend& backend,
                                            const ClusterSize& size = {},
                                            const Context& ctx = Context(),
                                            Progress& progress = NoProgress());

  // Destroys the cluster, if Destroy() has not. What fails is logged.
  ~ScopedCluster();
  ScopedCluster(ScopedCluster&& other) = default;
  ScopedCluster& operator=(ScopedCluster&&) = delete;

  const Cluster& cluster() const { return cluster_; }
  const std::vector<Node>& masters() const { return cluster_.masters; }
  const std::vector<Node>& agents() const { return cluster_.agents; }
  const std::vector<Node>& public_agents() const {
    return cluster_.public_agents;
  }

  // The engine that it is on.
  DockerClient& docker() const { return *docker_; }

  // Destroys the cluster now. Can be repeated after a failure.
  absl::Status Destroy(const Context& ctx = Context());

 private:
  ScopedCluster(std::unique_ptr<DockerClient> docker,
                std::unique_ptr<Lease> lease, Cluster cluster)
      : docker_(std::move(docker)),
        lease_(std::move(lease)),
        cluster_(std::move(cluster)) {}

  // Null in an object that was moved from.
  std::unique_ptr<DockerClient> docker_;
  std::unique_ptr<Lease> lease_;
  Cluster cluster_;
  bool is_destroyed_ = false;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_SCOPED_CLUSTER_H_
