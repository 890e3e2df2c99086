#include "common/cluster/provision/claim.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/cluster/cluster.h"
#include "common/cluster/labels.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/undo.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/node_identity.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

struct Master {
  std::string id;
  std::string name;
  std::string creation;
};

absl::StatusOr<std::vector<Master>> MastersOf(const Operation& operation,
                                              const std::string& cluster_id) {
  ASSIGN_OR_RETURN(
      const docker::ContainerList list,
      operation.docker.ListContainers(
          operation.ctx, {{"label",
                           {absl::StrCat(kClusterIdLabel, "=", cluster_id),
                            absl::StrCat(kNodeTypeLabel, "=",
                                         NodeRoleName(NodeRole::kMaster))}}}));
  std::vector<Master> masters;
  for (const docker::ContainerSummary& container : list.items()) {
    Master& master = masters.emplace_back();
    master.id = container.id();
    if (container.names_size() > 0) {
      master.name = std::string(absl::StripPrefix(container.names(0), "/"));
    }
    if (const auto label = container.labels().find(kCreationLabel);
        label != container.labels().end()) {
      master.creation = label->second;
    }
  }
  return masters;
}

// When the engine made `master`, to the nanosecond; a list tells seconds only.
// The far future for one that is gone.
absl::StatusOr<absl::Time> CreationTime(const Operation& operation,
                                        const Master& master) {
  const absl::StatusOr<docker::ContainerDetails> details =
      operation.docker.InspectContainer(operation.ctx, master.id);
  if (absl::IsNotFound(details.status())) return absl::InfiniteFuture();
  RETURN_IF_ERROR(details.status());
  absl::Time created;
  if (!absl::ParseTime(absl::RFC3339_full, details->created(), &created,
                       nullptr)) {
    return absl::UnavailableError(
        absl::StrCat("the engine says that '", master.name,
                     "' was created at '", details->created(), "'"));
  }
  return created;
}

// Containers have different ids, should two have been made at one time.
using Age = std::pair<absl::Time, std::string>;

absl::StatusOr<Age> AgeOf(const Operation& operation, const Master& master) {
  ASSIGN_OR_RETURN(const absl::Time created, CreationTime(operation, master));
  return Age(created, master.id);
}

absl::StatusOr<bool> IsOfCompleteCluster(const Operation& operation,
                                         const Master& master) {
  const absl::StatusOr<bool> marked = operation.docker.PathExists(
      operation.ctx, master.id,
      absl::StrCat(kCompleteMarkerFolder, "/", kCompleteMarker));
  if (absl::IsNotFound(marked.status())) return false;  // gone
  return marked;
}

}  // namespace

absl::Status CheckClaim(const Operation& operation, const Creation& creation) {
  ASSIGN_OR_RETURN(std::vector<Master> masters,
                   MastersOf(operation, creation.cluster_id));
  const auto theirs = std::partition(
      masters.begin(), masters.end(),
      [&](const Master& master) { return master.creation == creation.word; });
  Age oldest_of_ours = {absl::InfiniteFuture(), ""};
  for (auto ours = masters.begin(); theirs != masters.end() && ours != theirs;
       ++ours) {
    ASSIGN_OR_RETURN(Age age, AgeOf(operation, *ours));
    oldest_of_ours = std::min(oldest_of_ours, std::move(age));
  }
  for (auto other = theirs; other != masters.end(); ++other) {
    ASSIGN_OR_RETURN(const bool is_complete,
                     IsOfCompleteCluster(operation, *other));
    ASSIGN_OR_RETURN(const Age age, AgeOf(operation, *other));
    if (!is_complete && oldest_of_ours < age) continue;
    return absl::AlreadyExistsError(
        absl::StrCat("cluster '", creation.cluster_id, "' already exists: '",
                     other->name, "' is its master"));
  }
  return absl::OkStatus();
}

}  // namespace minidcos
