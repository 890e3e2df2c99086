// The integration tests and the bootstrap code of a checkout of DC/OS, put on
// the masters of a cluster: edit, sync, run.
//
//   ASSIGN_OR_RETURN(const Checkout checkout, OpenCheckout("."));
//   RETURN_IF_ERROR(SyncCheckout(ctx, cluster.masters, checkout, progress));

#ifndef MINIDCOS_COMMON_DCOS_SYNC_SYNC_H_
#define MINIDCOS_COMMON_DCOS_SYNC_SYNC_H_

#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/dcos/sync/checkout.h"
#include "common/node/node.h"

namespace minidcos {

// Sends `checkout` to all of `masters` at once. There, tests that the checkout
// no longer has are removed, and its code takes the place of DC/OS's. On a
// master where that fails or is interrupted, all is as it was.
//
// kFailedPrecondition if no master tells its variant of DC/OS: none is
// installed yet; or for what a master says against it, by its name.
// kInvalidArgument for what cannot be read of the checkout.
absl::Status SyncCheckout(const Context& ctx, const std::vector<Node>& masters,
                          const Checkout& checkout, Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_SYNC_SYNC_H_
