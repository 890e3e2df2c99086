// The files that one configuration puts on the nodes: two packages that genconf
// makes, and the scripts that install and upgrade.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_NODE_FILES_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_NODE_FILES_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "testing/sample_dcos/genconf/config_file.h"
#include "testing/sample_dcos/genconf/resolve.h"

namespace minidcos::sample {

struct NodeFile {
  // Below the package.
  std::string path;
  std::string content;
  mode_t mode = 0644;
};

// Of the package dcos-config: what was configured, and what comes of it.
// kInternal if the embedded check configuration is broken.
absl::StatusOr<std::vector<NodeFile>> ConfigFiles(const Resolution& resolution);

// Of the package dcos-metadata: what was installed.
std::vector<NodeFile> MetadataFiles(const Arguments& arguments);

// dcos_install.sh, for the nodes that get the package list `package_list_id`.
std::string InstallScript(const Arguments& arguments,
                          absl::string_view package_list_id);

// dcos_node_upgrade.sh, for nodes of version `from` that get the packages
// `ids`.
std::string UpgradeScript(const Arguments& arguments,
                          const std::vector<std::string>& ids,
                          absl::string_view from);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_NODE_FILES_H_
