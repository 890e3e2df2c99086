// What an operation on clusters works with.

#ifndef MINIDCOS_COMMON_CLUSTER_OPERATION_H_
#define MINIDCOS_COMMON_CLUSTER_OPERATION_H_

#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"

namespace minidcos {

struct Operation {
  // Of the work itself: the user's first interrupt ends it.
  Context ctx;
  // Of cleaning up after it: only a second interrupt ends that.
  Context cleanup_ctx;
  DockerClient& docker;
  Progress& progress;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPERATION_H_
