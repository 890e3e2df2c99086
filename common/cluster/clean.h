// Removes all that is labelled ours, whatever has made or left it.

#ifndef MINIDCOS_COMMON_CLUSTER_CLEAN_H_
#define MINIDCOS_COMMON_CLUSTER_CLEAN_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"

namespace minidcos {

// Removes from the engine every container, volume and network with a label of
// ours or of DC/OS E2E's clusters and sidecars, the installer's containers of
// those clusters, which have no label, by their exact names, and from this
// machine the workspaces of clusters of this engine. Running clusters go too;
// images stay.
//
// Calls `removed` with "container NAME", "volume NAME", "network NAME" or
// "workspace PATH" for each thing that is gone. Goes on after an error, and
// returns the first.
absl::Status Clean(const Context& ctx, DockerClient& docker, Progress& progress,
                   const std::function<void(absl::string_view)>& removed);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_CLEAN_H_
