#include "common/docker/engine_api.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/host.h"
#include "common/docker/ssh_gateway.h"
#include "common/http/http_client.h"
#include "common/http/http_message.h"
#include "common/http/http_stream.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "google/protobuf/message.h"

namespace minidcos {
namespace {

using ApiVersion = DockerClient::ApiVersion;

constexpr ApiVersion kNewest = {1, 52};
constexpr ApiVersion kOldest = {1, 30};

// A living engine answers a ping at once, whatever else it does.
constexpr absl::Duration kPingTimeout = absl::Seconds(10);
// Beside the time that ssh has to log in.
constexpr absl::Duration kSshPingTimeout = absl::Seconds(40);

constexpr int kNotModified = 304;
constexpr int kBadRequest = 400;

std::string ToString(const ApiVersion& version) {
  return absl::StrCat(version.major, ".", version.minor);
}

std::optional<ApiVersion> ParseVersion(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '.');
  ApiVersion version;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &version.major) ||
      !absl::SimpleAtoi(parts[1], &version.minor)) {
    return std::nullopt;
  }
  return version;
}

// What $DOCKER_API_VERSION, which is `text`, asks us to speak.
absl::StatusOr<ApiVersion> VersionOfEnvironment(const std::string& text) {
  const std::optional<ApiVersion> version = ParseVersion(text);
  if (!version.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "DOCKER_API_VERSION: '", text, "' is no version such as 1.41"));
  }
  if (*version < kOldest) {
    return absl::FailedPreconditionError(
        absl::StrCat("DOCKER_API_VERSION is ", ToString(*version),
                     "; at least ", ToString(kOldest), " is needed"));
  }
  return std::min(*version, kNewest);
}

absl::StatusCode CodeOf(int status) {
  switch (status) {
    case 400:
      return absl::StatusCode::kInvalidArgument;
    case 401:
    case 403:
      return absl::StatusCode::kPermissionDenied;
    case 404:
      return absl::StatusCode::kNotFound;
    case 409:
      return absl::StatusCode::kFailedPrecondition;
    default:
      return absl::StatusCode::kUnknown;
  }
}

absl::Status EngineError(const HttpResponse& response) {
  docker::ErrorResponse error;
  std::string message;
  if (ParseJson(response.body, error).ok()) message = error.message();
  // Not the engine's JSON: some proxy's page, or no body at all.
  if (message.empty()) {
    const std::vector<absl::string_view> lines =
        absl::StrSplit(response.body, absl::MaxSplits('\n', 1));
    message =
        absl::StrCat("the engine answered with HTTP status ", response.status,
                     lines[0].empty() ? "" : ": ", lines[0]);
  }
  return absl::Status(CodeOf(response.status),
                      absl::StripTrailingAsciiWhitespace(message));
}

}  // namespace

EngineApi::EngineApi(EngineHost host)
    : host_(std::move(host)), http_(host_.connection) {}

absl::StatusOr<ApiVersion> EngineApi::NegotiatedVersion(const Context& ctx) {
  // Held while asking, so that threads which start together ask once.
  const absl::MutexLock lock(&mutex_);
  if (!version_.has_value()) {
    ASSIGN_OR_RETURN(version_, host_.api_version.empty()
                                   ? Ping(ctx)
                                   : VersionOfEnvironment(host_.api_version));
  }
  return *version_;
}

absl::StatusOr<ApiVersion> EngineApi::Ping(const Context& ctx) {
  const absl::StatusOr<HttpResponse> response = http_.Send(
      ctx, {.url = absl::StrCat(host_.base_url, "/_ping"),
            .silence_timeout =
                host_.gateway == nullptr ? kPingTimeout : kSshPingTimeout});
  if (absl::IsUnavailable(response.status())) {
    return CannotReach(absl::UnavailableError(
        absl::StrCat(response.status().message(), "; is it running?")));
  }
  if (!response.ok()) return CannotReach(response.status());
  if (response->status == kBadRequest) {
    // Go's server, when it is spoken to in the clear.
    const bool wants_tls = absl::StrContains(response->body, "HTTPS server");
    return CannotReach(absl::UnavailableError(
        absl::StrCat(EngineError(*response).message(),
                     wants_tls ? " (DOCKER_TLS_VERIFY is not set)" : "")));
  }
  if (!response->Succeeded()) return ErrorOf(*response);
  return Agree(response->Header("api-version"));
}

absl::StatusOr<ApiVersion> EngineApi::Agree(const std::string& text) const {
  const std::optional<ApiVersion> version = ParseVersion(text);
  if (!version.has_value()) {
    return CannotReach(absl::UnavailableError("what answers is no engine"));
  }
  if (*version < kOldest) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the Docker engine at '", host_.name, "' speaks API version ",
        ToString(*version), "; at least ", ToString(kOldest), " is needed"));
  }
  return std::min(*version, kNewest);
}

absl::Status EngineApi::ErrorOf(const HttpResponse& response) const {
  if (host_.gateway != nullptr && response.status == kBadGateway) {
    return CannotReach(absl::UnavailableError(response.body));
  }
  const absl::Status error = EngineError(response);
  if (!host_.api_version.empty() &&
      absl::StartsWith(error.message(), "client version")) {
    return absl::FailedPreconditionError(absl::StrCat(
        "DOCKER_API_VERSION is ", host_.api_version, ": ", error.message()));
  }
  return error;
}

absl::Status EngineApi::CannotReach(const absl::Status& cause) const {
  const absl::string_view hint =
      absl::IsPermissionDenied(cause)
          ? "; add yourself to the group 'docker' or use sudo"
          : "";
  if (!absl::IsPermissionDenied(cause) && !absl::IsUnavailable(cause) &&
      !absl::IsUnauthenticated(cause)) {
    return cause;
  }
  return absl::Status(cause.code(),
                      absl::StrCat("cannot reach the Docker engine at '",
                                   host_.name, "': ", cause.message(), hint));
}

absl::StatusOr<HttpRequest> EngineApi::MakeRequest(const Context& ctx,
                                                   const EngineCall& call) {
  ASSIGN_OR_RETURN(const ApiVersion version, NegotiatedVersion(ctx));
  HttpRequest request = {
      .method = call.method,
      .url = absl::StrCat(host_.base_url, "/v", ToString(version),
                          UrlWithQuery(call.path, call.query)),
      .silence_timeout = call.silence_timeout};
  if (call.json != nullptr) {
    ASSIGN_OR_RETURN(request.body, ToJson(*call.json));
    request.headers.emplace("Content-Type", "application/json");
  } else if (!call.tar.empty() || call.tar_source) {
    request.body = call.tar;
    request.headers.emplace("Content-Type", "application/x-tar");
  }
  return request;
}

absl::StatusOr<HttpResponse> EngineApi::Call(const Context& ctx,
                                             const EngineCall& call) {
  ASSIGN_OR_RETURN(HttpRequest request, MakeRequest(ctx, call));
  // What the caller's own functions report is not about the engine.
  absl::Status callers;
  if (call.tar_source) {
    request.body_source = [&] {
      absl::StatusOr<std::string> piece = call.tar_source();
      callers = piece.status();
      return piece;
    };
  }
  if (call.body_sink) {
    request.body_sink = [&](absl::string_view piece) {
      return callers = call.body_sink(piece);
    };
  }
  absl::StatusOr<HttpResponse> response = http_.Send(ctx, request);
  RETURN_IF_ERROR(callers);
  if (!response.ok()) return CannotReach(response.status());
  if (!response->Succeeded() && response->status != kNotModified) {
    return ErrorOf(*response);
  }
  return response;
}

absl::Status EngineApi::CallFor(const Context& ctx, const EngineCall& call,
                                google::protobuf::Message& response) {
  ASSIGN_OR_RETURN(const HttpResponse answer, Call(ctx, call));
  return Annotate(ParseJson(answer.body, response),
                  absl::StrCat("the engine's answer to '", call.path, "'"));
}

absl::Status EngineApi::CallForArray(const Context& ctx, const EngineCall& call,
                                     google::protobuf::Message& response) {
  ASSIGN_OR_RETURN(const HttpResponse answer, Call(ctx, call));
  return Annotate(ParseJsonArray(answer.body, response),
                  absl::StrCat("the engine's answer to '", call.path, "'"));
}

absl::StatusOr<std::unique_ptr<HttpStream>> EngineApi::Upgrade(
    const Context& ctx, const EngineCall& call) {
  ASSIGN_OR_RETURN(const HttpRequest request, MakeRequest(ctx, call));
  absl::StatusOr<HttpClient::Upgraded> upgraded = http_.Upgrade(ctx, request);
  if (!upgraded.ok()) return CannotReach(upgraded.status());
  if (upgraded->stream == nullptr) return ErrorOf(upgraded->response);
  return std::move(upgraded->stream);
}

}  // namespace minidcos
