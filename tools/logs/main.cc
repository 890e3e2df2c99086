#include <memory>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/logs/logs.h"
#include "tools/node_flags.h"

namespace minidcos {
namespace {

LogsOptions options;

absl::Status Run(App& app) {
  options.cluster_id = app.cluster_id();
  options.transport = app.transport();
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  if (!options.bundle.empty()) {
    return BundleLogs(app.ctx(), *docker, options, app.progress());
  }
  return ShowLogs(app.ctx(), *docker, options, app.progress(), app.out());
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::options;
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-logs",
       .summary = "Show the journals of nodes.",
       .description =
           "Prints the entries of the nodes' journals by time, in UTC, each "
           "line with its node's name before it. Without --node, --role or "
           "--all it is every node.\n\n"
           "A node whose journal cannot be read is a warning; the others are "
           "shown all the same, and the exit code is 1.\n\n"
           "--bundle collects in one archive, whatever state the nodes are in, "
           "their journals, units, processes, network and disks, the files and "
           "answers of DC/OS, and what the engine knows of them. Passwords, "
           "tokens, keys and licenses are taken out of all that; what could "
           "not be had is told on stderr and in its missing.txt.",
       .flags = {{"Which nodes", minidcos::NodeFlags(options.nodes)},
                 {"Which entries",
                  {{.name = "unit",
                    .target = &options.journal.units,
                    .value = "UNIT",
                    .help = "of this systemd unit only; may be a pattern, such "
                            "as 'dcos-*'",
                    .letter = 'u'},
                   {.name = "since",
                    .target = &options.journal.since,
                    .value = "TIME",
                    .help =
                        "from this time on: a duration such as 10m or 2d "
                        "ago, '2026-01-31 12:00', 'yesterday', RFC 3339, as "
                        "journalctl takes it"},
                   {.name = "lines",
                    .target = &options.journal.lines,
                    .value = "N",
                    .help = "only the last N of each node; with --follow and "
                            "without --since, 10",
                    .letter = 'n'},
                   {.name = "follow",
                    .target = &options.journal.follow,
                    .help = "go on with new entries as they come",
                    .letter = 'f'},
                   {.name = "prefix",
                    .target = &options.prefixed,
                    .help = "put the node's name before each line"}}},
                 {"All that is known",
                  {{.name = "bundle",
                    .target = &options.bundle,
                    .value = "FILE",
                    .help = "write this archive instead, by its name .tar.zst "
                            "or .tar.gz"},
                   {.name = "force",
                    .target = &options.force,
                    .help = "replace a file of that name"}}}},
       .examples = {"minidcos logs --since 10m",
                    "minidcos logs -f --role master -u dcos-mesos-master",
                    "minidcos logs --node agent_0 --no-prefix -n 100",
                    "minidcos logs --bundle default.tar.zst"}},
      minidcos::Run);
}
