#ifndef MINIDCOS_TOOLS_LIST_LIST_H_
#define MINIDCOS_TOOLS_LIST_LIST_H_

#include <ostream>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/docker/client.h"

namespace minidcos {

// Writes the id of every cluster to `out`, one a line, sorted. A cluster is
// there while any container of it is, running or not; one whose create has not
// finished is left out.
absl::Status ListClusters(const Context& ctx, DockerClient& docker,
                          std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_LIST_LIST_H_
