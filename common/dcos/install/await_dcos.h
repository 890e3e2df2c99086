// The end of whatever puts DC/OS on a cluster.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_AWAIT_DCOS_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_AWAIT_DCOS_H_

#include <string>

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/dcos/install/dcos_plan.h"

namespace minidcos {

// WaitForDcos(), if `plan` is to wait.
absl::Status AwaitDcos(const Operation& operation, const DcosPlan& plan,
                       const Cluster& cluster);

// Tells the user what to do next on the cluster `id`, if `plan` does not wait;
// nothing without an id.
void NoteHowToWait(const Operation& operation, const DcosPlan& plan,
                   const std::string& id);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_AWAIT_DCOS_H_
