#ifndef MINIDCOS_TOOLS_LOGS_LOGS_H_
#define MINIDCOS_TOOLS_LOGS_LOGS_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/select_nodes.h"
#include "common/docker/client.h"
#include "tools/logs/journal_command.h"

namespace minidcos {

struct LogsOptions {
  std::string cluster_id = "default";
  // As OpenCluster takes it.
  std::string transport;
  // Without any, all nodes.
  NodeSelection nodes;
  JournalOptions journal;
  // Each line begins with its node's reference.
  bool prefixed = true;
  // Where a bundle goes (BundleLogs), and whether over a file of that name.
  std::string bundle;
  bool force = false;
};

// Writes the nodes' journals to `out`. A node whose journal cannot be read is a
// warning; then the others are read all the same, and it fails in the end, with
// kFailedPrecondition.
absl::Status ShowLogs(const Context& ctx, DockerClient& docker,
                      const LogsOptions& options, Progress& progress,
                      std::ostream& out);

// Writes all that is known of the nodes into the file `options.bundle`
// (WriteBundle). What could not be had is a warning each, and no failure.
absl::Status BundleLogs(const Context& ctx, DockerClient& docker,
                        const LogsOptions& options, Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_LOGS_LOGS_H_
