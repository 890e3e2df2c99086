#include "common/docker/engine_client.h"

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/engine_choice.h"
#include "common/base/json.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/engine_api.h"
#include "common/docker/engine_client_impl.h"
#include "common/docker/find_engine.h"
#include "common/docker/host.h"
#include "common/http/http_message.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "google/protobuf/struct.pb.h"

namespace minidcos {
namespace {

// Docker 20.10 has no code for a container that is not on a network, or for an
// unknown network.
bool IsOffNetwork(const absl::Status& status) {
  return absl::IsNotFound(status) ||
         absl::StrContains(status.message(), "is not connected to");
}

}  // namespace

absl::StatusOr<std::unique_ptr<DockerClient>> NewEngineClient(
    const std::string& host) {
  ASSIGN_OR_RETURN(EngineHost parsed, ParseEngineHost(host));
  return std::make_unique<EngineClient>(std::move(parsed));
}

absl::StatusOr<std::unique_ptr<DockerClient>> ConnectToEngine(
    const EngineChoice& choice) {
  ASSIGN_OR_RETURN(EngineHost host, FindEngine(choice));
  return std::make_unique<EngineClient>(std::move(host));
}

absl::StatusOr<std::unique_ptr<DockerClient>> ConnectToEngine() {
  EngineChoice choice;
  const char* const value = std::getenv(kAllowInsecureVariable);
  if (value != nullptr && *value != '\0' &&
      !absl::SimpleAtob(value, &choice.allow_insecure)) {
    return absl::InvalidArgumentError(
        absl::StrCat("environment variable '", kAllowInsecureVariable, "': '",
                     value, "' is neither true nor false"));
  }
  return ConnectToEngine(choice);
}

absl::StatusOr<std::string> FiltersJson(const EngineFilters& filters) {
  google::protobuf::Struct json;
  for (const auto& [key, values] : filters) {
    auto& list = *(*json.mutable_fields())[key].mutable_list_value();
    for (const std::string& value : values) {
      list.add_values()->set_string_value(value);
    }
  }
  return ToJson(json);
}

absl::Status EngineClient::Ping(const Context& ctx) {
  return api_.Ping(ctx).status();
}

absl::StatusOr<docker::VersionResponse> EngineClient::Version(
    const Context& ctx) {
  docker::VersionResponse response;
  RETURN_IF_ERROR(api_.CallFor(ctx, {.path = "/version"}, response));
  return response;
}

absl::StatusOr<docker::InfoResponse> EngineClient::Info(const Context& ctx) {
  docker::InfoResponse response;
  RETURN_IF_ERROR(api_.CallFor(ctx, {.path = "/info"}, response));
  return response;
}

absl::Status EngineClient::GetRaw(const Context& ctx, const std::string& path,
                                  const BodySink& body) {
  return api_.Call(ctx, {.path = path, .body_sink = body}).status();
}

absl::StatusOr<docker::VolumeList> EngineClient::ListVolumes(
    const Context& ctx, const EngineFilters& filters) {
  ASSIGN_OR_RETURN(const std::string json, FiltersJson(filters));
  docker::VolumeList response;
  RETURN_IF_ERROR(api_.CallFor(
      ctx, {.path = "/volumes", .query = {{"filters", json}}}, response));
  return response;
}

absl::Status EngineClient::RemoveVolume(const Context& ctx,
                                        const std::string& name) {
  return api_
      .Call(ctx, {.method = "DELETE",
                  .path = absl::StrCat("/volumes/", UrlEncode(name)),
                  .silence_timeout = kWork})
      .status();
}

absl::StatusOr<docker::NetworkList> EngineClient::ListNetworks(
    const Context& ctx, const EngineFilters& filters) {
  ASSIGN_OR_RETURN(const std::string json, FiltersJson(filters));
  docker::NetworkList response;
  RETURN_IF_ERROR(api_.CallForArray(
      ctx, {.path = "/networks", .query = {{"filters", json}}}, response));
  return response;
}

absl::Status EngineClient::RemoveNetwork(const Context& ctx,
                                         const std::string& id) {
  return api_
      .Call(ctx, {.method = "DELETE",
                  .path = absl::StrCat("/networks/", UrlEncode(id)),
                  .silence_timeout = kWork})
      .status();
}

absl::StatusOr<std::string> EngineClient::CreateNetwork(
    const Context& ctx, const docker::CreateNetworkRequest& request) {
  docker::CreateNetworkResponse response;
  const absl::Status status = api_.CallFor(ctx,
                                           {.method = "POST",
                                            .path = "/networks/create",
                                            .json = &request,
                                            .silence_timeout = kWork},
                                           response);
  // The engine has 409 for it.
  if (absl::IsFailedPrecondition(status)) {
    return WithCode(status, absl::StatusCode::kAlreadyExists);
  }
  RETURN_IF_ERROR(status);
  return response.id();
}

absl::Status EngineClient::ConnectNetwork(const Context& ctx,
                                          const std::string& id,
                                          const std::string& container) {
  docker::ConnectNetworkRequest request;
  request.set_container(container);
  return api_
      .Call(ctx, {.method = "POST",
                  .path = absl::StrCat("/networks/", UrlEncode(id), "/connect"),
                  .json = &request,
                  .silence_timeout = kWork})
      .status();
}

absl::Status EngineClient::DisconnectNetwork(const Context& ctx,
                                             const std::string& id,
                                             const std::string& container) {
  docker::DisconnectNetworkRequest request;
  request.set_container(container);
  // One that is not running, too.
  request.set_force(true);
  const absl::Status status =
      api_.Call(ctx, {.method = "POST",
                      .path = absl::StrCat("/networks/", UrlEncode(id),
                                           "/disconnect"),
                      .json = &request,
                      .silence_timeout = kWork})
          .status();
  return IsOffNetwork(status) ? absl::OkStatus() : status;
}

}  // namespace minidcos
