// What an operation on clusters works with.

#ifndef MINIDCOS_COMMON_CLUSTER_OPERATION_H_
#define MINIDCOS_COMMON_CLUSTER_OPERATION_H_

#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"

namespace minidcos {

class Lease;

struct Operation {
  // Of the work itself: the user's first interrupt ends it.
  Context ctx;
  // Of cleaning up after it: only a second interrupt ends that.
  Context cleanup_ctx;
  DockerClient& docker;
  Progress& progress;
  // What a cluster that is made lives by (lease/lease.h); null if it lives
  // until it is destroyed.
  Lease* lease = nullptr;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPERATION_H_
