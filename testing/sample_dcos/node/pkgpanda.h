// The package manager: brings a node from the bootstrap archive to DC/OS.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_NODE_PKGPANDA_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_NODE_PKGPANDA_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace minidcos::sample {

// Downloads the packages `ids` that are not yet in /opt/mesosphere/packages
// from `repository_url`, the folder serve by http(s) or file.
absl::Status FetchPackages(const std::string& repository_url,
                           const std::vector<std::string>& ids);

// Prints what failed on standard error and returns the exit code, of
// `setup [--no-block-systemd]`: if /opt/mesosphere/bootstrap is there, fetches
//   and activates the packages that dcos_install.sh noted, and starts
//   dcos.target;
// `fetch --repository-url=URL ID...`: FetchPackages();
// `activate [--no-block] ID...`: puts these packages in the place of the active
//   ones (activation.h), with the units stopped for it and started after.
int PkgpandaMain(const std::vector<std::string>& arguments);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_NODE_PKGPANDA_H_
