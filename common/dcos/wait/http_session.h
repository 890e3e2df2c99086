// Requests to a DC/OS master, as a user who is logged in.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_HTTP_SESSION_H_
#define MINIDCOS_COMMON_DCOS_WAIT_HTTP_SESSION_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/dcos/wait/http_road.h"
#include "common/http/http_message.h"
#include "google/protobuf/message.h"

namespace minidcos {

// Errors name the URL: the road's if there is no answer; kFailedPrecondition,
// with its body as output (GetOutput), for one that is not as it should be.
class HttpSession {
 public:
  // Requests go by `road`, which must outlive this. `base_url` as
  // "http://172.17.0.2"; `credentials` is the JSON that the login takes.
  HttpSession(HttpRoad& road, std::string base_url, std::string credentials)
      : road_(road),
        base_url_(std::move(base_url)),
        credentials_(std::move(credentials)) {}

  // Gets an authentication token; the answer must also set the cookie by which
  // the web UI stays logged in. kPermissionDenied if the credentials are not
  // accepted.
  absl::Status Login(const Context& ctx);

  // OK if `path` answers 200. Logs in first if there is no token, or the last
  // one was not accepted.
  absl::Status Get(const Context& ctx, const std::string& path);

  // The same, and reads the answer, an object or an array, into `message`
  // (common/base/json.h).
  absl::Status GetJson(const Context& ctx, const std::string& path,
                       google::protobuf::Message& message);
  absl::Status GetJsonArray(const Context& ctx, const std::string& path,
                            google::protobuf::Message& message);

 private:
  absl::StatusOr<HttpResponse> Send(const Context& ctx, HttpRequest request);
  absl::StatusOr<HttpResponse> Fetch(const Context& ctx,
                                     const std::string& path);
  absl::Status Understood(const absl::Status& parsed, const std::string& path,
                          const std::string& body) const;

  HttpRoad& road_;
  const std::string base_url_;
  const std::string credentials_;
  std::string token_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_HTTP_SESSION_H_
