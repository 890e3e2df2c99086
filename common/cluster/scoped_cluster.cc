#include "common/cluster/scoped_cluster.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/base/random_id.h"
#include "common/cluster/cluster.h"
#include "common/cluster/destroy.h"
#include "common/cluster/lease/lease.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/provision/provision.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "glog/logging.h"

namespace minidcos {

absl::StatusOr<ScopedCluster> ScopedCluster::Make(const DockerBackend& backend,
                                                  const ClusterSize& size,
                                                  const Context& ctx,
                                                  Progress& progress) {
  ASSIGN_OR_RETURN(std::unique_ptr<DockerClient> docker, ConnectToEngine());
  ClusterOptions options;
  options.id = absl::StrCat("scoped-", RandomHex(8));
  options.masters = size.masters;
  options.agents = size.agents;
  options.public_agents = size.public_agents;
  options.backend = backend;
  auto lease = std::make_unique<Lease>(
      [](absl::string_view words) { LOG(WARNING) << words; });
  Cluster cluster;
  RETURN_IF_ERROR(
      ProvisionCluster({ctx, Context(), *docker, progress, lease.get()},
                       options, [&cluster](const Cluster& made) {
                         cluster = made;
                         return absl::OkStatus();
                       }));
  return ScopedCluster(std::move(docker), std::move(lease), std::move(cluster));
}

ScopedCluster::~ScopedCluster() {
  const absl::Status status = Destroy();
  LOG_IF(ERROR, !status.ok())
      << "destroying cluster '" << cluster_.id << "': " << status.message();
}

absl::Status ScopedCluster::Destroy(const Context& ctx) {
  if (docker_ == nullptr || is_destroyed_) return absl::OkStatus();
  lease_->End();
  RETURN_IF_ERROR(DestroyCluster(ctx, *docker_, cluster_, NoProgress()));
  is_destroyed_ = true;
  return absl::OkStatus();
}

}  // namespace minidcos
