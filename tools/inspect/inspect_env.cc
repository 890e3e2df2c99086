#include "tools/inspect/inspect_env.h"

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/cluster/cluster.h"
#include "common/cluster/cluster_environment.h"
#include "re2/re2.h"

namespace minidcos {

absl::Status WriteEnv(const Cluster& cluster, std::ostream& out) {
  // What neither a shell nor make reads as anything but itself.
  static const RE2& plain = *new RE2("[a-zA-Z0-9_.,:/-]*");
  std::string lines;
  for (const auto& [name, value] : ClusterEnvironment(cluster)) {
    if (!RE2::FullMatch(value, plain)) {
      return absl::FailedPreconditionError(absl::StrCat(
          name, " cannot be written without quotes: '", value, "'"));
    }
    absl::StrAppend(&lines, "export ", name, "=", value, "\n");
  }
  out << lines;
  return absl::OkStatus();
}

}  // namespace minidcos
