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

// Waits until DC/OS is ready on `nodes`: DC/OS's own checks pass on every
// master, and then the cluster answers over HTTP as a working one does
// (http_checks.h), by a master that answers. It is asked from this machine if
// the address of that master leads to it, which is found out once, in two
// seconds at most; else from inside the master, and `progress` is told. The
// checks are the same.
//
// On open DC/OS a temporary user logs in (temporary_user.h), which takes
// version 1.13 or later; that user is removed on every way out, for which
// `cleanup_ctx` counts. On DC/OS Enterprise the superuser does, over TLS where
// the cluster uses it (master_site.h).
//
// `ctx` carries the time limit. kDeadlineExceeded, when it has passed, tells
// what was not ready, for how long it was waited for and what was seen of it
// last, as message and output (GetOutput). Readiness is seen within a second
// and a round of checks. kFailedPrecondition for what no waiting can change:
// there is no master, DC/OS has never been installed or is too old, the
// superuser was refused for half a minute, or a node does not run: any, since
// Mesos has to have every agent and Exhibitor every master; without HTTP
// checks, a master.
absl::Status WaitForDcos(const Context& ctx, const Context& cleanup_ctx,
                         const std::vector<Node>& nodes,
                         const WaitOptions& options, Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_WAIT_H_
