// Which clusters there are. One is there while any container of it is, running
// or not.

#ifndef MINIDCOS_TOOLS_LIST_LIST_H_
#define MINIDCOS_TOOLS_LIST_LIST_H_

#include <ostream>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "tools/list/list.pb.h"

namespace minidcos {

// Writes the id of every cluster to `out`, one a line, sorted. One whose create
// has not finished is left out.
absl::Status ListClusters(const Context& ctx, DockerClient& docker,
                          std::ostream& out);

// Every cluster, also those whose create has not finished. Asks a master of
// each for the version of DC/OS: one that does not answer within `patience` is
// one that tells none.
absl::StatusOr<ListReport> DescribeClusters(
    const Context& ctx, DockerClient& docker,
    absl::Duration patience = absl::Seconds(5));

// Writes `report` as a table for people, with ages as of `now`; nothing if
// there are no clusters. Of expiry only if one of them expires.
void WriteTable(const ListReport& report, absl::Time now, std::ostream& out);

// Writes `report` as JSON. kInvalidArgument if a string in it is not UTF-8.
absl::Status WriteJson(const ListReport& report, std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_LIST_LIST_H_
