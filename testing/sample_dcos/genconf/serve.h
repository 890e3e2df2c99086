// genconf/serve, the folder that nodes install from.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_SERVE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_SERVE_H_

#include <string>

#include "absl/status/status.h"
#include "testing/sample_dcos/genconf/resolve.h"

namespace minidcos::sample {

// Writes `root`/genconf/serve and `root`/genconf/cluster_packages.json from
// `resolution`, which has no errors, and from what the installer carries in
// `root`/artifacts. Idempotent.
absl::Status WriteServe(const std::string& root, const Resolution& resolution);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_SERVE_H_
