// What there is to know of a cluster, and the ways to write it down.
//
//   ASSIGN_OR_RETURN(const InspectReport report,
//                    InspectCluster(ctx, docker, "default"));
//   return WriteJson(report, out);

#ifndef MINIDCOS_TOOLS_INSPECT_INSPECT_H_
#define MINIDCOS_TOOLS_INSPECT_INSPECT_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {

// Asks the engine and, for the versions of DC/OS and of the Docker inside, the
// nodes: one that does not answer within `patience` is one that tells no
// version. kNotFound if there is no such cluster.
absl::StatusOr<InspectReport> InspectCluster(
    const Context& ctx, DockerClient& docker, const std::string& cluster_id,
    absl::Duration patience = absl::Seconds(5));

// The report as JSON, keys sorted, indented by 4 spaces as DC/OS E2E does.
// kInvalidArgument if a string in it is not UTF-8.
absl::Status WriteJson(const InspectReport& report, std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_INSPECT_INSPECT_H_
