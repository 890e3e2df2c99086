// Waits until DC/OS answers over HTTP as a working cluster does.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_HTTP_WAIT_H_
#define MINIDCOS_COMMON_DCOS_WAIT_HTTP_WAIT_H_

#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/dcos/superuser.h"
#include "common/dcos/wait/node_watch.h"
#include "common/node/node.h"

namespace minidcos {

// Waits for the checks of http_checks.h on `nodes`, whose masters' own checks
// have passed, and fails as PollUntil() does. kFailedPrecondition besides: when
// `watch` tells that a node has stopped; when DC/OS Enterprise has refused
// `superuser` for half a minute; on open DC/OS before 1.13, where only the
// users of an identity provider can log in.
absl::Status WaitForHttpChecks(const Context& ctx, const Context& cleanup_ctx,
                               const std::vector<Node>& nodes,
                               const Superuser& superuser, NodeWatch& watch,
                               Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_HTTP_WAIT_H_
