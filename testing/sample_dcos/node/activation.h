// Unpacked packages made into an installation, as pkgpanda does it.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_NODE_ACTIVATION_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_NODE_ACTIVATION_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace minidcos::sample {

// Makes the packages `ids`, which lie in `root`/opt/mesosphere/packages, the
// ones that are used, in the place of those that were. Of each package
// `name--version`:
//
// - active/<name> leads to it;
// - what is in its bin, etc, include and lib, and in those with a role's name
//   at their end (etc_master), is linked in /opt/mesosphere/bin and so on;
// - the units in dcos.target.wants, or dcos.target.wants_<role>, are copied to
//   /etc/systemd/system and wanted by dcos.target;
// - the `environment` of its pkginfo.json joins /opt/mesosphere/environment and
//   environment.export.
//
// All of it is made beside what is there and takes its place at the end, after
// `stop` was told the units that dcos.target wanted until then, if it wanted
// any: a package that cannot be used leaves a node as it was.
//
// `root` is a prefix of all paths: empty on a node.
absl::Status Activate(
    const std::string& root, const std::vector<std::string>& ids,
    const std::function<absl::Status(const std::vector<std::string>&)>& stop);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_NODE_ACTIVATION_H_
