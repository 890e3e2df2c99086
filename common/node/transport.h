// How commands reach a node. One implementation per way: docker exec
// (docker_exec.h); ssh.

#ifndef MINIDCOS_COMMON_NODE_TRANSPORT_H_
#define MINIDCOS_COMMON_NODE_TRANSPORT_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"

namespace minidcos {

// A command on a node. Its words are passed literally: no shell sees them.
struct Command {
  std::vector<std::string> argv;
  // Added to the environment that the node gives every command.
  std::map<std::string, std::string> environment;
  // Whom it runs as; empty for root.
  std::string user;
  // Where it runs; empty for the node's default, `/`.
  std::string directory;
};

// Takes a piece of a command's output as it comes. An error ends the command's
// run with that error.
using OutputSink = std::function<absl::Status(absl::string_view)>;

class Transport {
 public:
  virtual ~Transport() = default;

  // Runs `command` on the node whose container is `container_id`, with nothing
  // on its standard input, and gives its output to the sinks, byte for byte, in
  // order within each stream. Returns its exit code; 126 and 127 are a shell's:
  // the command cannot be run, is not there.
  // kFailedPrecondition if the node does not run; kUnavailable if the way to it
  // is broken.
  virtual absl::StatusOr<int> Run(const Context& ctx,
                                  const std::string& container_id,
                                  const Command& command,
                                  const OutputSink& on_stdout,
                                  const OutputSink& on_stderr) = 0;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_TRANSPORT_H_
