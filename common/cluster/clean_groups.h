// What a clean chooses among, in the groups that go or stay as one: what one
// run of one create has made. An id says too little: a create that was killed
// may have left something of the id that another has taken since.

#ifndef MINIDCOS_COMMON_CLUSTER_CLEAN_GROUPS_H_
#define MINIDCOS_COMMON_CLUSTER_CLEAN_GROUPS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/cluster/clean_choice.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"

namespace minidcos {

struct CleanThing {
  std::string id;
  std::string name;
  // A container's own volume is gone with it.
  bool goes_with_container = false;
};

struct CleanGroup {
  // Without is_complete, and with owners also if somebody wants it kept: what
  // has to be asked for.
  CleanCandidate candidate;
  // Its nodes, perhaps none, and what their labels tell.
  Cluster cluster;
  // Of what has no nodes any more, and has left only this on disk.
  std::vector<Cluster> workspaces;
  std::vector<CleanThing> containers;
  std::vector<CleanThing> volumes;
  std::vector<CleanThing> networks;
  // Until its parts have told more.
  bool expiry_is_told = false;
};

struct CleanGroups {
  std::vector<CleanGroup> groups;
  // All of the engine's.
  docker::ContainerList containers;
  // Why there may be more.
  std::vector<absl::Status> errors;
};

// Everything with a label of ours or of DC/OS E2E's, the containers without one
// whose name begins with `unlabelled_prefix` and a '-', unless that is empty,
// and the workspaces on this machine of clusters of this engine. Fails if the
// engine cannot list containers.
absl::StatusOr<CleanGroups> FindCleanGroups(
    const Context& ctx, DockerClient& docker,
    const std::string& unlabelled_prefix);

// Whether `labels` have one of ours or of DC/OS E2E's. Sidecars are of no
// cluster. An image of ours hands its own labels on to what a user runs of it,
// so that not every label that begins like ours counts.
bool HasLabelOfOurs(
    const google::protobuf::Map<std::string, std::string>& labels);

// Its id, should it have no name.
std::string ContainerName(const docker::ContainerSummary& container);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_CLEAN_GROUPS_H_
