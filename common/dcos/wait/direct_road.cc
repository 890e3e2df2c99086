#include "common/dcos/wait/direct_road.h"

#include <curl/curl.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/temporary_folder.h"
#include "common/http/curl_transfer.h"
#include "common/http/http_client.h"
#include "common/http/http_connection.h"
#include "common/http/http_message.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr absl::Duration kConnectTimeout = absl::Seconds(2);

class DirectRoad : public HttpRoad {
 public:
  DirectRoad(std::unique_ptr<TemporaryFolder> folder,
             HttpConnectionOptions options)
      : folder_(std::move(folder)), client_(std::move(options)) {}

  absl::StatusOr<HttpResponse> Send(const Context& ctx,
                                    const HttpRequest& request) override {
    return client_.Send(ctx, request);
  }

 private:
  // Holds the authorities; null without TLS.
  const std::unique_ptr<TemporaryFolder> folder_;
  HttpClient client_;
};

// An end of a TCP connection in /proc/net/tcp: "020011AC:0050".
bool HasPort(absl::string_view end, long port) {
  return absl::EndsWith(end, absl::StrFormat(":%04X", port));
}

// Whether `node` has a connection of its `port` with somebody's `peer_port`.
absl::StatusOr<bool> Sees(const Context& ctx, const Node& node, long port,
                          long peer_port) {
  ASSIGN_OR_RETURN(
      const CommandResult sockets,
      node.Run(ctx, {.argv = {"cat", "/proc/net/tcp", "/proc/net/tcp6"}}));
  for (const absl::string_view line :
       absl::StrSplit(sockets.stdout_text, '\n')) {
    // The number, this end, the other end.
    const std::vector<absl::string_view> fields =
        absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (fields.size() > 2 && HasPort(fields[1], port) &&
        HasPort(fields[2], peer_port)) {
      return true;
    }
  }
  return false;
}

// Whether a connection of ours to `url` is one to `node`.
absl::StatusOr<bool> LeadsTo(const Context& ctx, const Node& node,
                             const std::string& url,
                             const HttpConnectionOptions& options) {
  CurlTransfer connection;
  connection.Reset(options);
  curl_easy_setopt(connection.easy(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(connection.easy(), CURLOPT_CONNECT_ONLY, 1L);
  const absl::Status connected =
      connection.Run(ctx.WithTimeout(kConnectTimeout), kConnectTimeout);
  RETURN_IF_ERROR(ctx.Check());
  if (!connected.ok()) return false;
  long port = 0;
  long our_port = 0;
  curl_easy_getinfo(connection.easy(), CURLINFO_PRIMARY_PORT, &port);
  curl_easy_getinfo(connection.easy(), CURLINFO_LOCAL_PORT, &our_port);
  return Sees(ctx, node, port, our_port);
}

}  // namespace

absl::StatusOr<std::unique_ptr<HttpRoad>> FindDirectRoad(
    const Context& ctx, const Node& node, const std::string& url,
    const std::string& authorities) {
  HttpConnectionOptions options = {.connect_timeout = kConnectTimeout};
  std::unique_ptr<TemporaryFolder> folder;
  if (absl::StartsWith(url, "https:")) {
    ASSIGN_OR_RETURN(TemporaryFolder made, TemporaryFolder::Make("ca"));
    folder = std::make_unique<TemporaryFolder>(std::move(made));
    const std::string file = folder->path() + "/ca.pem";
    RETURN_IF_ERROR(WriteFile(file, authorities, 0600));
    options.tls = HttpTls{.ca_file = file};
  }
  ASSIGN_OR_RETURN(const bool leads, LeadsTo(ctx, node, url, options));
  if (!leads) return nullptr;
  return std::make_unique<DirectRoad>(std::move(folder), std::move(options));
}

}  // namespace minidcos
