// The web page of a cluster.

#ifndef MINIDCOS_TOOLS_WEB_WEB_H_
#define MINIDCOS_TOOLS_WEB_WEB_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"

namespace minidcos {

// The URL at which the cluster's web page can be reached from here: the address
// of a master that runs or, where none answers, a published port 80 or 443 of
// one. Waits up to `timeout` until one answers HTTP, with whatever status.
// kNotFound if there is no such cluster; kFailedPrecondition if no master of it
// runs; kDeadlineExceeded if nothing answers, naming what was tried.
absl::StatusOr<std::string> FindWebPage(const Context& ctx,
                                        DockerClient& docker,
                                        const std::string& cluster_id,
                                        absl::Duration timeout,
                                        Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_WEB_WEB_H_
