// The work of minidcos-clean.

#ifndef MINIDCOS_TOOLS_CLEAN_CLEAN_H_
#define MINIDCOS_TOOLS_CLEAN_CLEAN_H_

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/clean_plan.h"
#include "common/docker/client.h"

namespace minidcos {

struct CleanRequest {
  CleanConditions conditions;
  // Node images, and what they are based on. Not together with a condition: a
  // create that is left alone may be about to use one.
  bool images = false;
  // Installers that were downloaded (common/dcos/installer/installer_cache.h).
  // They are of no cluster, and so not together with a condition either.
  bool installers = false;
  // Say what would be removed, and leave it.
  bool dry_run = false;
};

// Whether the user agrees that what the lines name is removed.
using Confirm =
    std::function<absl::StatusOr<bool>(const std::vector<std::string>& lines)>;

// Removes what `request` asks for and writes a line to `out` for each thing
// that is gone: "container NAME", "volume NAME", "network NAME", "workspace
// PATH", "image REFERENCE", "installer URL". Asks `confirm` first, unless it is
// empty or there is nothing to remove; kCancelled if that says no. Goes on
// after an error.
absl::Status CleanUp(const Context& ctx, DockerClient& docker,
                     const CleanRequest& request, const Confirm& confirm,
                     Progress& progress, std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_CLEAN_CLEAN_H_
