#include "testing/real_engine/copy_image.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/parallel.h"
#include "common/docker/host.h"
#include "common/docker/progress_reader.h"
#include "common/http/http_client.h"
#include "common/http/http_message.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::StatusOr<HttpResponse> Send(const Context& ctx, const EngineHost& host,
                                  HttpRequest request) {
  request.url = absl::StrCat(host.base_url, request.url);
  request.silence_timeout = absl::InfiniteDuration();
  HttpClient client(host.connection);
  ASSIGN_OR_RETURN(HttpResponse response, client.Send(ctx, request));
  if (response.Succeeded()) return response;
  return absl::UnknownError(
      absl::StrCat("HTTP status ", response.status, ": ", response.body));
}

BodySink SinkInto(int fd) {
  return [fd](absl::string_view bytes) -> absl::Status {
    while (!bytes.empty()) {
      const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      // The other half has the reason.
      if (sent < 0) return absl::CancelledError("not loaded");
      bytes.remove_prefix(sent);
    }
    return absl::OkStatus();
  };
}

BodySource SourceFrom(int fd) {
  return [fd]() -> absl::StatusOr<std::string> {
    std::string bytes(size_t{1} << 16, '\0');
    const ssize_t got = read(fd, bytes.data(), bytes.size());
    if (got < 0) return ErrnoStatus(errno, "passing it on");
    bytes.resize(got);
    return bytes;
  };
}

absl::Status Save(const Context& ctx, const EngineHost& host,
                  const std::string& reference, int fd) {
  const std::string url = UrlWithQuery("/images/get", {{"names", reference}});
  return Annotate(
      Send(ctx, host, {.url = url, .body_sink = SinkInto(fd)}).status(),
      absl::StrCat("saving '", reference, "'"));
}

absl::Status Load(const Context& ctx, const EngineHost& host, int fd) {
  ASSIGN_OR_RETURN(const HttpResponse response,
                   Send(ctx, host,
                        {.method = "POST",
                         .url = "/images/load?quiet=1",
                         .headers = {{"Content-Type", "application/x-tar"}},
                         .body_source = SourceFrom(fd)}));
  ProgressReader progress(nullptr);
  RETURN_IF_ERROR(progress.Feed(response.body));
  return Annotate(progress.Finish(), "loading an image");
}

}  // namespace

absl::Status CopyImage(const Context& ctx, const std::string& reference,
                       const std::string& from, const std::string& to) {
  ASSIGN_OR_RETURN(const EngineHost source, ParseEngineHost(from));
  ASSIGN_OR_RETURN(const EngineHost target, ParseEngineHost(to));
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return ErrnoStatus(errno, "making a socket");
  }
  return FirstError(ForEachParallel(2, 2, [&](int i) {
    const int end = ends[i];
    const absl::Cleanup closer = [end] { close(end); };
    return i == 0 ? Save(ctx, source, reference, end) : Load(ctx, target, end);
  }));
}

}  // namespace minidcos
