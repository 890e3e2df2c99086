// A connection that HttpClient::Upgrade() has got for itself: bytes both ways.

#ifndef MINIDCOS_COMMON_HTTP_HTTP_STREAM_H_
#define MINIDCOS_COMMON_HTTP_HTTP_STREAM_H_

#include <openssl/types.h>

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/context.h"
#include "common/http/http_message.h"

namespace minidcos {

class CurlTransfer;

// One thread may read while another writes. Calls fail with ctx.Check() as soon
// as their context ends and with kUnavailable if the connection breaks.
class HttpStream {
 public:
  // For HttpClient: `transfer` has connected.
  explicit HttpStream(std::unique_ptr<CurlTransfer> transfer);
  ~HttpStream();
  HttpStream(const HttpStream&) = delete;
  HttpStream& operator=(const HttpStream&) = delete;

  // For HttpClient: sends `request` with the wish to upgrade and reads the
  // response, with its body if it is neither 101 nor 200.
  absl::StatusOr<HttpResponse> Open(const Context& ctx,
                                    const HttpRequest& request);

  // The next bytes, at most 64 KiB, as soon as there are any; empty at the end.
  absl::StatusOr<std::string> Read(const Context& ctx);

  // Sends all of `bytes`.
  absl::Status Write(const Context& ctx, absl::string_view bytes);

  // Tells the other side that no more comes; it can still be read.
  absl::Status CloseWrite();

  // For poll(): readable when Read() may have something. Read() can have
  // something without it too: what came together with the response's head.
  int fd() const { return fd_; }

 private:
  // libcurl's TLS session; null without TLS.
  SSL* Tls() ABSL_LOCKS_EXCLUDED(mutex_);
  // Ends what we send in the session, which goes on in the other direction:
  // what tells the other side so. Made in memory, for libcurl's own way to the
  // connection is open during its calls only.
  absl::StatusOr<std::string> TlsEnd(SSL* tls) ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<std::string> Receive(const Context& ctx)
      ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<HttpResponse> ReadHead(const Context& ctx);
  absl::Status ReadBody(const Context& ctx, HttpResponse& response);

  // libcurl's handle is for one thread at a time. Held for calls that do not
  // block, never while waiting.
  absl::Mutex mutex_;
  const std::unique_ptr<CurlTransfer> transfer_ ABSL_PT_GUARDED_BY(mutex_);
  int fd_;
  // Received and not read yet.
  std::string received_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_HTTP_HTTP_STREAM_H_
