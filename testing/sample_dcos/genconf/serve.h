// genconf/serve, the folder that nodes install from.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_SERVE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_SERVE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "testing/sample_dcos/genconf/resolve.h"

namespace minidcos::sample {

// Writes `root`/genconf/serve and `root`/genconf/cluster_packages.json from
// `resolution`, which has no errors, and from what the installer carries in
// `root`/artifacts. Idempotent. Returns the ids of the packages that nodes get.
absl::StatusOr<std::vector<std::string>> WriteServe(
    const std::string& root, const Resolution& resolution);

// Adds upgrade/<32 hex digits>/dcos_node_upgrade.sh, which upgrades nodes of
// version `from` to `packages`. Returns its URL.
absl::StatusOr<std::string> WriteUpgradeScript(
    const std::string& root, const Resolution& resolution,
    const std::vector<std::string>& packages, const std::string& from);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_SERVE_H_
