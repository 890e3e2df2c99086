// All that tells why a cluster does not work, in one file to be handed on.

#ifndef MINIDCOS_COMMON_CLUSTER_BUNDLE_BUNDLE_H_
#define MINIDCOS_COMMON_CLUSTER_BUNDLE_BUNDLE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"
#include "common/node/node.h"

namespace minidcos {

struct BundleOptions {
  // Ends as CheckArchiveName wants it.
  std::string path;
  // Replaces a file of that name.
  bool force = false;
  std::string cluster_id;
  std::vector<Node> nodes;
  // What writes it, such as "minidcos 1.0".
  std::string program;
};

// Writes an archive with one folder, "minidcos-<cluster id>", that holds
// about.txt, missing.txt if anything is, what the engine says of itself and of
// the cluster (engine/), and a folder for each node (CollectNode). Secrets are
// redacted (common/base/redact.h). Nodes are asked by docker exec: sshd may be
// what is broken. What cannot be had is left out; returns what that is, and
// why, a line each. Fails as ArchiveFile does, or if `ctx` ends; then there is
// no file.
absl::StatusOr<std::vector<std::string>> WriteBundle(
    const Context& ctx, DockerClient& docker, const BundleOptions& options,
    Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_BUNDLE_BUNDLE_H_
