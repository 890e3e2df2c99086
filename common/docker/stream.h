// Bytes to and from a process in a container.

#ifndef MINIDCOS_COMMON_DOCKER_STREAM_H_
#define MINIDCOS_COMMON_DOCKER_STREAM_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"

namespace minidcos {

// A connection that the engine has hijacked: bytes both ways until either ends
// it (attach, exec). One thread reads and one may write.
class EngineStream {
 public:
  enum class Channel { kStdout, kStderr };

  virtual ~EngineStream() = default;

  // The next piece of output, at most 64 KiB, as soon as there is any; an empty
  // one at the end of the stream. With a terminal all is kStdout.
  struct Piece {
    Channel channel = Channel::kStdout;
    std::string bytes;
  };
  virtual absl::StatusOr<Piece> Read(const Context& ctx) = 0;

  // Sends all of `bytes`.
  virtual absl::Status Write(const Context& ctx, absl::string_view bytes) = 0;

  // Tells the other side that no more comes; output can still be read.
  virtual absl::Status CloseWrite() = 0;

  // For poll(): readable when Read() may have something. Read() can have more
  // without it, from what has been received already.
  virtual int fd() const = 0;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_STREAM_H_
