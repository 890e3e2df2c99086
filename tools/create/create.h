#ifndef MINIDCOS_TOOLS_CREATE_CREATE_H_
#define MINIDCOS_TOOLS_CREATE_CREATE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/dcos/wait/wait.h"

namespace minidcos {

struct CreateOptions {
  ClusterOptions cluster;
  // The path of the DC/OS installer.
  std::string installer;
  // A YAML file with keys for config.yaml; empty for none.
  std::string extra_config;
  // Whether to wait until DC/OS is ready, how, and how long at most.
  bool wait = false;
  WaitOptions wait_options;
  absl::Duration wait_timeout = absl::Hours(1);
};

// Makes a cluster with DC/OS on it. Whatever can be told beforehand is an error
// before anything is made; on a later one, and at an interrupt, all that was
// made is removed again.
absl::Status CreateCluster(const Operation& operation,
                           const CreateOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_CREATE_CREATE_H_
