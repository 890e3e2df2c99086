// HTTP/1.1 over TCP, TLS, a unix socket or what the caller connects, by
// libcurl. No proxy whatever the environment says, no redirect followed, no
// cookie kept: the caller sees all.
//
//   HttpClient client;
//   ASSIGN_OR_RETURN(const HttpResponse response,
//                    client.Send(ctx, {.url = "http://10.0.0.1/metadata"}));
//   if (response.status == 401) ...

#ifndef MINIDCOS_COMMON_HTTP_HTTP_CLIENT_H_
#define MINIDCOS_COMMON_HTTP_HTTP_CLIENT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/base/context.h"
#include "common/http/http_connection.h"
#include "common/http/http_message.h"
#include "common/http/http_stream.h"

namespace minidcos {

class CurlTransfer;

// Safe to use from several threads at once. A connection is kept open for the
// next GET or HEAD; other requests have a fresh one and are never sent twice.
class HttpClient {
 public:
  using Options = HttpConnectionOptions;

  HttpClient();
  explicit HttpClient(Options options);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Sends `request` and waits for the whole response, of whatever status.
  // Fails with ctx.Check() as soon as `ctx` ends, with the error of the body's
  // source or sink, with kPermissionDenied if a unix socket refuses us, with
  // kUnauthenticated if the server does not prove who it is or does not accept
  // who we are, and with kUnavailable for all else: no connection, no answer, a
  // broken one. The message is the bare cause, such as "Connection refused":
  // the caller says with whom.
  absl::StatusOr<HttpResponse> Send(const Context& ctx,
                                    const HttpRequest& request);

  // Sends `request`, asking for the connection itself ("Upgrade: tcp"), on a
  // connection of its own. Nothing but the request is sent before the server
  // has answered. Takes a whole body only. Fails as Send() does.
  struct Upgraded {
    HttpResponse response;
    // Only if the server agreed, by 101 or 200; else the response has its body.
    std::unique_ptr<HttpStream> stream;
  };
  absl::StatusOr<Upgraded> Upgrade(const Context& ctx,
                                   const HttpRequest& request);

 private:
  std::unique_ptr<CurlTransfer> TakeTransfer() ABSL_LOCKS_EXCLUDED(mutex_);
  void KeepTransfer(std::unique_ptr<CurlTransfer> transfer)
      ABSL_LOCKS_EXCLUDED(mutex_);

  const Options options_;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<CurlTransfer>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_HTTP_HTTP_CLIENT_H_
