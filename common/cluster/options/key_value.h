// "KEY=VALUE" options of a cluster: labels of containers, and sysctls of nodes.

#ifndef MINIDCOS_COMMON_CLUSTER_OPTIONS_KEY_VALUE_H_
#define MINIDCOS_COMMON_CLUSTER_OPTIONS_KEY_VALUE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// Reads "KEY=VALUE" words into a map; the value may be empty and may hold a
// '='. `what` is what one is called: "label". kInvalidArgument, naming the word
// and the syntax, without a key or a '=', and for one key twice.
absl::StatusOr<std::map<std::string, std::string>> ParseKeyValues(
    absl::string_view what, const std::vector<std::string>& words);

// OK if these can be labels of nodes. kInvalidArgument for one of ours
// (minidcos.*, dcos_e2e.*): they are the record of the cluster.
absl::Status CheckCustomLabels(
    const std::map<std::string, std::string>& labels);

// OK if these are kernel parameters that a node has of its own. Others are the
// host's: kInvalidArgument.
absl::Status CheckSysctls(const std::map<std::string, std::string>& sysctls);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPTIONS_KEY_VALUE_H_
