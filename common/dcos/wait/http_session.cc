#include "common/dcos/wait/http_session.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/dcos/dcos.pb.h"
#include "common/dcos/output_tail.h"
#include "common/http/http_message.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "google/protobuf/message.h"

namespace minidcos {
namespace {

constexpr char kLoginPath[] = "/acs/api/v1/auth/login";
constexpr absl::string_view kAuthCookie = "dcos-acs-auth-cookie=";
constexpr int kShownLines = 20;
// One answer that never comes must not use up all the time there is.
constexpr absl::Duration kRequestTimeout = absl::Seconds(10);

absl::Status Unexpected(absl::string_view url, absl::string_view what,
                        absl::string_view body) {
  absl::Status status =
      absl::FailedPreconditionError(absl::StrCat(url, " ", what));
  SetOutput(status, OutputTail(body, "", kShownLines));
  return status;
}

bool SetsAuthCookie(const HttpResponse& response) {
  const auto [first, last] = response.headers.equal_range("set-cookie");
  for (auto header = first; header != last; ++header) {
    if (absl::StartsWith(header->second, kAuthCookie)) return true;
  }
  return false;
}

}  // namespace

absl::Status HttpSession::Login(const Context& ctx) {
  const std::string url = base_url_ + kLoginPath;
  ASSIGN_OR_RETURN(const HttpResponse response,
                   Send(ctx, {.method = "POST",
                              .url = url,
                              .headers = {{"Content-Type", "application/json"}},
                              .body = credentials_}));
  if (!response.Succeeded()) {
    const absl::Status status = Unexpected(
        url, absl::StrCat("answers ", response.status), response.body);
    return response.status == 401
               ? WithCode(status, absl::StatusCode::kPermissionDenied)
               : status;
  }
  // From here on the body may hold a token: it is not shown.
  dcos::LoginResponse login;
  if (!ParseJson(response.body, login).ok() || login.token().empty()) {
    return Unexpected(url, "gives no token", "");
  }
  if (!SetsAuthCookie(response)) return Unexpected(url, "sets no cookie", "");
  token_ = login.token();
  return absl::OkStatus();
}

absl::Status HttpSession::Get(const Context& ctx, const std::string& path) {
  return Fetch(ctx, path).status();
}

absl::Status HttpSession::GetJson(const Context& ctx, const std::string& path,
                                  google::protobuf::Message& message) {
  ASSIGN_OR_RETURN(const HttpResponse response, Fetch(ctx, path));
  return Understood(ParseJson(response.body, message), path, response.body);
}

absl::Status HttpSession::GetJsonArray(const Context& ctx,
                                       const std::string& path,
                                       google::protobuf::Message& message) {
  ASSIGN_OR_RETURN(const HttpResponse response, Fetch(ctx, path));
  return Understood(ParseJsonArray(response.body, message), path,
                    response.body);
}

absl::Status HttpSession::Understood(const absl::Status& parsed,
                                     const std::string& path,
                                     const std::string& body) const {
  if (parsed.ok()) return parsed;
  return Unexpected(
      base_url_ + path,
      absl::StrCat("answers what is not understood: ", parsed.message()), body);
}

absl::StatusOr<HttpResponse> HttpSession::Send(const Context& ctx,
                                               HttpRequest request) {
  absl::StatusOr<HttpResponse> response =
      road_.Send(ctx.WithTimeout(kRequestTimeout), request);
  if (!response.ok()) return Annotate(response.status(), request.url);
  return response;
}

absl::StatusOr<HttpResponse> HttpSession::Fetch(const Context& ctx,
                                                const std::string& path) {
  if (token_.empty()) RETURN_IF_ERROR(Login(ctx));
  const std::string url = base_url_ + path;
  ASSIGN_OR_RETURN(
      HttpResponse response,
      Send(ctx,
           {.url = url,
            .headers = {{"Authorization", absl::StrCat("token=", token_)}}}));
  if (response.status == 200) return response;
  if (response.status == 401) token_.clear();
  return Unexpected(url, absl::StrCat("answers ", response.status),
                    response.body);
}

}  // namespace minidcos
