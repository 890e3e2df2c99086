// Waits until DC/OS is ready for use.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_WAIT_H_
#define MINIDCOS_COMMON_DCOS_WAIT_WAIT_H_

#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/dcos/superuser.h"
#include "common/node/node.h"

namespace minidcos {

struct WaitOptions {
  // Ready means that the masters' own checks pass, no more.
  bool skip_http_checks = false;
  // Who logs in to DC/OS Enterprise for the HTTP checks.
  Superuser superuser;
};

// Waits until DC/OS, in its open variant, is ready on `nodes`: DC/OS's own
// checks pass on every master, and then the first master answers as a working
// cluster does (common/dcos/wait/http_checks.h). For the latter the nodes'
// addresses have to be within reach, and a temporary user logs in, which takes
// DC/OS 1.13 or later; that user is removed on every way out, for which
// `cleanup_ctx` counts.
//
// `ctx` carries the time limit. kDeadlineExceeded, when it has passed, tells
// what was not ready and what was seen of it last, as message and output
// (GetOutput). kFailedPrecondition if there is no master, one does not run, or
// DC/OS has never been installed: what no waiting can change.
absl::Status WaitForDcos(const Context& ctx, const Context& cleanup_ctx,
                         const std::vector<Node>& nodes,
                         const WaitOptions& options, Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_WAIT_H_
