#include "common/docker/raw_stream.h"

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/docker/stream.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr size_t kHeader = 8;

// Channels of frames: 0 stdin (echoed), 1 stdout, 2 stderr, 3 errors of the
// engine itself.
constexpr uint8_t kLastOfStdout = 1;
constexpr uint8_t kLastChannel = 3;

struct Header {
  EngineStream::Channel channel;
  uint32_t length;
};

absl::StatusOr<Header> ParseHeader(absl::string_view bytes) {
  const auto channel = static_cast<uint8_t>(bytes[0]);
  if (channel > kLastChannel || bytes[1] != 0 || bytes[2] != 0 ||
      bytes[3] != 0) {
    return absl::DataLossError("the engine's output is not in its framing");
  }
  Header header = {.channel = channel <= kLastOfStdout
                                  ? EngineStream::Channel::kStdout
                                  : EngineStream::Channel::kStderr};
  for (size_t i = 4; i < kHeader; ++i) {
    header.length = header.length << 8 | static_cast<uint8_t>(bytes[i]);
  }
  return header;
}

}  // namespace

absl::StatusOr<EngineStream::Piece> RawStreamDecoder::Next() {
  EngineStream::Piece piece;
  while (left_ > 0 ? !rest().empty() : rest().size() >= kHeader) {
    if (left_ == 0) {
      ASSIGN_OR_RETURN(const Header header, ParseHeader(rest()));
      if (!piece.bytes.empty() && header.channel != piece.channel) break;
      channel_ = header.channel;
      left_ = header.length;
      taken_ += kHeader;
    }
    const absl::string_view bytes = rest().substr(0, left_);
    piece.channel = channel_;
    piece.bytes.append(bytes.data(), bytes.size());
    left_ -= static_cast<uint32_t>(bytes.size());
    taken_ += bytes.size();
  }
  buffer_.erase(0, taken_);
  taken_ = 0;
  return piece;
}

}  // namespace minidcos
