// Commands on nodes for a user: exec and run.

#ifndef MINIDCOS_TOOLS_EXEC_EXEC_H_
#define MINIDCOS_TOOLS_EXEC_EXEC_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/cluster/select_nodes.h"
#include "common/dcos/superuser.h"
#include "common/docker/client.h"
#include "tools/exec/local_streams.h"

namespace minidcos {

// When a command has a terminal.
enum class TerminalUse {
  // If standard input and output are one, and it is for one node.
  kAuto,
  // If standard output is one.
  kIfShown,
  kAlways,
  kNever,
};

struct ExecOptions {
  std::string cluster_id = "default";
  // As OpenCluster takes it.
  std::string transport;
  NodeSelection nodes;
  // One node after the other, each as if it were the only one, up to the first
  // on which the command fails. Else all at once.
  bool one_by_one = false;

  // "NAME=VALUE".
  std::vector<std::string> environment;
  std::string user;
  std::string directory;
  bool sudo = false;
  // The words, joined by spaces, are a line for the node's /bin/sh.
  bool shell = false;
  std::vector<std::string> command;

  // It runs among the integration tests of DC/OS (test_environment.h), and what
  // they log in to enterprise as.
  bool test_env = false;
  Superuser login;
  // Checkouts of DC/OS that are put on all masters before (sync.h), in turn.
  std::vector<std::string> sync_dirs;

  // Standard input is read if it is a terminal, or if wanted, ...
  bool interactive = false;
  // ... for several nodes only so.
  bool stdin_all = false;
  TerminalUse terminal = TerminalUse::kAuto;

  // For several nodes: their references before their lines.
  bool prefix = true;
  // An ExecReport (exec.proto) instead of the command's own output.
  bool json = false;
};

// Runs the command and returns its exit code; on several nodes that of the
// first, in their order, on which it failed. kInvalidArgument for options that
// do not fit together, told before the engine is asked.
absl::StatusOr<int> Exec(const Context& ctx, DockerClient& docker,
                         const ExecOptions& options, const LocalStreams& local);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_EXEC_EXEC_H_
