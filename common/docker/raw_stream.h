// The engine's framing of stdout and stderr on one connection: a header of
// eight bytes (channel, three zeros, length as big-endian 32 bits) before each
// piece. See "Attach to a container" in the Engine API's reference.

#ifndef MINIDCOS_COMMON_DOCKER_RAW_STREAM_H_
#define MINIDCOS_COMMON_DOCKER_RAW_STREAM_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/docker/stream.h"

namespace minidcos {

// Takes the frames apart, however the bytes are cut.
class RawStreamDecoder {
 public:
  // Adds received bytes.
  void Feed(absl::string_view bytes) {
    buffer_.append(bytes.data(), bytes.size());
  }

  // The next piece of output: all that is there of one channel, without waiting
  // for its last frame to be whole; an empty one if more bytes are needed.
  // kDataLoss if the bytes are no frames.
  absl::StatusOr<EngineStream::Piece> Next();

  // Whether the stream may end here: no frame has begun.
  bool AtBoundary() const { return left_ == 0 && buffer_.empty(); }

 private:
  // What has been fed and not come out.
  absl::string_view rest() const {
    return absl::string_view(buffer_).substr(taken_);
  }

  EngineStream::Channel channel_ = EngineStream::Channel::kStdout;
  // Bytes of the current frame that are still to come out.
  uint32_t left_ = 0;
  std::string buffer_;
  // Of buffer_, while a piece is made.
  size_t taken_ = 0;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_RAW_STREAM_H_
