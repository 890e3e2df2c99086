#ifndef MINIDCOS_TOOLS_CREATE_CREATE_H_
#define MINIDCOS_TOOLS_CREATE_CREATE_H_

#include "absl/status/status.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/dcos/install/dcos_options.h"

namespace minidcos {

struct CreateOptions {
  ClusterOptions cluster;
  DcosOptions dcos;
};

// Makes a cluster with DC/OS on it. Whatever can be told beforehand is an error
// before anything is made; on a later one, and at an interrupt, all that was
// made is removed again.
absl::Status CreateCluster(const Operation& operation,
                           const CreateOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_CREATE_CREATE_H_
