// Requests and responses of HttpClient.

#ifndef MINIDCOS_COMMON_HTTP_HTTP_MESSAGE_H_
#define MINIDCOS_COMMON_HTTP_HTTP_MESSAGE_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace minidcos {

// Gives the next piece of a request body, empty at its end; an error ends the
// transfer and becomes its status. May block, watching its context itself.
using BodySource = std::function<absl::StatusOr<std::string>()>;

// Takes a piece of a response body; an error ends the transfer and becomes its
// status.
using BodySink = std::function<absl::Status(absl::string_view)>;

// Names of received headers are in lower case.
using HttpHeaders = std::multimap<std::string, std::string>;

struct HttpRequest {
  std::string method = "GET";

  // "http://10.0.0.1/path?query", already encoded (UrlEncode, UrlWithQuery).
  std::string url;

  HttpHeaders headers;

  // The body, sent with its length...
  std::string body;

  // ...or, if set, given piece by piece and sent in chunks.
  BodySource body_source;

  // If set, takes the body of a response of status 2xx as it comes; others are
  // whole in HttpResponse::body, as their errors are told there.
  BodySink body_sink;

  // How long the server may neither send nor take a byte before it is given up.
  // Infinite for what takes as long as it takes.
  absl::Duration silence_timeout = absl::Minutes(1);
};

struct HttpResponse {
  int status = 0;
  HttpHeaders headers;
  std::string body;

  // The first header `name`, given in lower case; empty if there is none.
  std::string Header(const std::string& name) const;

  bool Succeeded() const { return status >= 200 && status < 300; }
};

// `text` for a path segment or a query: all but letters, digits and "-._~" is
// percent-encoded.
std::string UrlEncode(absl::string_view text);

// `path` and the parameters, encoded: "/x?a=b&c=%2F". Without parameters,
// `path`.
std::string UrlWithQuery(
    absl::string_view path,
    const std::vector<std::pair<std::string, std::string>>& parameters);

// Reads a head's first line, such as "HTTP/1.1 200 OK", into response.status;
// another line, such as "Content-Length: 2", into response.headers. A new first
// line begins a new response: an interim one was before it. Other text is
// ignored.
void ParseHeadLine(absl::string_view line, HttpResponse& response);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_HTTP_HTTP_MESSAGE_H_
