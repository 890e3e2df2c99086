// How commands reach a node. One implementation per way: docker exec
// (docker_exec.h), ssh (ssh.h). A transport only starts what it is given, as
// root; what all of them have in common is made of that (process.h).

#ifndef MINIDCOS_COMMON_NODE_TRANSPORT_H_
#define MINIDCOS_COMMON_NODE_TRANSPORT_H_

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node_identity.h"

namespace minidcos {

// A program that a transport has started. One thread reads, one may write, and
// any may resize.
class RemoteProgram {
 public:
  virtual ~RemoteProgram() = default;

  // The next piece of output, as soon as there is any and at most 64 KiB; an
  // empty one at the end of both streams. kUnavailable if the way to the node
  // breaks.
  struct Piece {
    bool is_stderr = false;
    std::string bytes;
  };
  virtual absl::StatusOr<Piece> Read(const Context& ctx) = 0;

  // Sends all of `bytes` to its standard input. kUnavailable if it takes no
  // more.
  virtual absl::Status Write(const Context& ctx, absl::string_view bytes) = 0;

  // The end of its standard input. A terminal has none: nothing happens.
  virtual absl::Status CloseWrite() = 0;

  // The new size of its terminal.
  virtual absl::Status Resize(const Context& ctx, TerminalSize size) = 0;

  // Its exit code, 128 + the number of a signal that ended it; called once all
  // output has been read.
  virtual absl::StatusOr<int> Wait(const Context& ctx) = 0;
};

// What is given to a transport to be started, in the node's default folder.
struct ProgramStart {
  std::vector<std::string> argv;
  // Only if the transport carries_environment.
  std::map<std::string, std::string> environment;
  bool has_input = false;
  std::optional<TerminalSize> terminal;
};

// The engine's own calls for files of a container: the fastest way to move
// much, where the engine sees what the node's processes see (mount_table.h).
class ArchiveRoad {
 public:
  virtual ~ArchiveRoad() = default;

  // Where the volumes and binds are that the node's container was made with.
  virtual absl::StatusOr<std::vector<std::string>> MountPoints(
      const Context& ctx, const NodeIdentity& node) = 0;

  // Extracts below `folder` the tar that `tar` gives, until an empty piece.
  // Once it has returned, the engine writes no more, whatever the outcome.
  virtual absl::Status Put(
      const Context& ctx, const NodeIdentity& node, const std::string& folder,
      const std::function<absl::StatusOr<std::string>()>& tar) = 0;

  // Gives `sink` a tar of the file `path`, or, if that ends in "/.", of the
  // folder as "./".
  virtual absl::Status Get(const Context& ctx, const NodeIdentity& node,
                           const std::string& path, const OutputSink& sink) = 0;
};

// Used from several threads at once, for one node or for several.
class Transport {
 public:
  virtual ~Transport() = default;

  // Null if there is none beside this transport.
  virtual ArchiveRoad* archive_road() { return nullptr; }

  // What a program's start can carry. What it cannot is put into a file on the
  // node first.
  struct Limits {
    // Bytes of all words, quoted for a shell.
    size_t line = 0;
    // Whether words must be UTF-8.
    bool utf8 = false;
    bool carries_environment = false;
  };
  virtual Limits limits() const = 0;

  // Starts a program on `node`. kFailedPrecondition if the node does not run;
  // kUnavailable if it cannot be reached.
  virtual absl::StatusOr<std::unique_ptr<RemoteProgram>> Start(
      const Context& ctx, const NodeIdentity& node,
      const ProgramStart& start) = 0;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_TRANSPORT_H_
