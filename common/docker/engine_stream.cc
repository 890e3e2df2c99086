#include "common/docker/engine_stream.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/docker/raw_stream.h"
#include "common/docker/stream.h"
#include "common/http/http_stream.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

class HttpEngineStream : public EngineStream {
 public:
  HttpEngineStream(std::unique_ptr<HttpStream> stream, bool framed)
      : stream_(std::move(stream)), framed_(framed) {}

  absl::StatusOr<Piece> Read(const Context& ctx) override {
    while (true) {
      ASSIGN_OR_RETURN(Piece piece, decoder_.Next());
      if (!piece.bytes.empty()) return piece;
      ASSIGN_OR_RETURN(std::string bytes, Receive(ctx));
      if (bytes.empty() && !decoder_.AtBoundary()) {
        return absl::UnavailableError("the engine cut its output short");
      }
      if (bytes.empty() || !framed_) return Piece{.bytes = std::move(bytes)};
      decoder_.Feed(bytes);
    }
  }

  absl::Status Write(const Context& ctx, absl::string_view bytes) override {
    return Annotate(stream_->Write(ctx, bytes), "sending to the engine");
  }

  absl::Status CloseWrite() override { return stream_->CloseWrite(); }

  int fd() const override { return stream_->fd(); }

 private:
  absl::StatusOr<std::string> Receive(const Context& ctx) {
    absl::StatusOr<std::string> bytes = stream_->Read(ctx);
    if (absl::IsUnavailable(bytes.status())) {
      return Annotate(bytes.status(), "reading from the engine");
    }
    return bytes;
  }

  const std::unique_ptr<HttpStream> stream_;
  const bool framed_;
  RawStreamDecoder decoder_;
};

}  // namespace

std::unique_ptr<EngineStream> NewEngineStream(
    std::unique_ptr<HttpStream> stream, bool framed) {
  return std::make_unique<HttpEngineStream>(std::move(stream), framed);
}

}  // namespace minidcos
