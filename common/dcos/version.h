// Which DC/OS a node has.

#ifndef MINIDCOS_COMMON_DCOS_VERSION_H_
#define MINIDCOS_COMMON_DCOS_VERSION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/node/node.h"

namespace minidcos {

struct DcosBuildInfo {
  // "2.1.4".
  std::string version;
  // "open" or "enterprise", as the node tells it, or, before 1.11, which does
  // not, its configuration; empty if that cannot be read.
  std::string variant;
  // Of the commit that its image was built from.
  std::string image_commit;
};

// Reads dcos-version.json on `node`. kFailedPrecondition if there is none:
// DC/OS is not installed on the node, or its set-up, which goes on after
// InstallDcos(), has not come that far.
absl::StatusOr<DcosBuildInfo> BuildInfo(const Context& ctx, const Node& node);

// The same of the first of `nodes` that runs and has it. kFailedPrecondition if
// none does.
absl::StatusOr<DcosBuildInfo> FindBuildInfo(const Context& ctx,
                                            const std::vector<Node>& nodes);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_VERSION_H_
