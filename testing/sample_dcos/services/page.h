// The page at `/` of a master: which nodes the cluster has, and how they are.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_PAGE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_PAGE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {

// HTML with a row per node, masters first, or with why `nodes` is not known.
std::string Page(absl::string_view version,
                 const absl::StatusOr<NodesHealth>& nodes);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_PAGE_H_
