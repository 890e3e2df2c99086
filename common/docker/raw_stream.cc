#include "common/docker/raw_stream.h"

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/docker/stream.h"

namespace minidcos {
namespace {

constexpr size_t kHeader = 8;

// Channels of frames: 0 stdin (echoed), 1 stdout, 2 stderr, 3 errors of the
// engine itself.
constexpr uint8_t kLastOfStdout = 1;
constexpr uint8_t kLastChannel = 3;

}  // namespace

absl::StatusOr<EngineStream::Piece> RawStreamDecoder::Next() {
  while (left_ == 0) {
    if (buffer_.size() < kHeader) return EngineStream::Piece{};
    const auto channel = static_cast<uint8_t>(buffer_[0]);
    if (channel > kLastChannel || buffer_[1] != 0 || buffer_[2] != 0 ||
        buffer_[3] != 0) {
      return absl::DataLossError("the engine's output is not in its framing");
    }
    channel_ = channel <= kLastOfStdout ? EngineStream::Channel::kStdout
                                        : EngineStream::Channel::kStderr;
    for (size_t i = 4; i < kHeader; ++i) {
      left_ = left_ << 8 | static_cast<uint8_t>(buffer_[i]);
    }
    buffer_.erase(0, kHeader);
  }
  EngineStream::Piece piece = {.channel = channel_,
                               .bytes = buffer_.substr(0, left_)};
  buffer_.erase(0, piece.bytes.size());
  left_ -= static_cast<uint32_t>(piece.bytes.size());
  return piece;
}

}  // namespace minidcos
