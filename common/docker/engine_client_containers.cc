#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/engine_api.h"
#include "common/docker/engine_client_impl.h"
#include "common/docker/engine_stream.h"
#include "common/http/http_message.h"
#include "common/http/http_stream.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

std::string ContainerPath(const std::string& id, absl::string_view rest = "") {
  return absl::StrCat("/containers/", UrlEncode(id), rest);
}

// The engine has one code, 409, for these and for all else that conflicts.
bool IsNameConflict(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) &&
         absl::StrContains(status.message(), "is already in use");
}

bool IsRemovalUnderWay(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) &&
         absl::StrContains(status.message(), "already in progress");
}

}  // namespace

absl::StatusOr<docker::ContainerList> EngineClient::ListContainers(
    const Context& ctx, const EngineFilters& filters) {
  ASSIGN_OR_RETURN(const std::string json, FiltersJson(filters));
  docker::ContainerList response;
  RETURN_IF_ERROR(api_.CallForArray(
      ctx,
      {.path = "/containers/json", .query = {{"all", "1"}, {"filters", json}}},
      response));
  return response;
}

absl::StatusOr<docker::ContainerDetails> EngineClient::InspectContainer(
    const Context& ctx, const std::string& id) {
  docker::ContainerDetails response;
  RETURN_IF_ERROR(
      api_.CallFor(ctx, {.path = ContainerPath(id, "/json")}, response));
  return response;
}

absl::StatusOr<docker::CreateContainerResponse> EngineClient::CreateContainer(
    const Context& ctx, const std::string& name,
    const docker::CreateContainerRequest& request) {
  docker::CreateContainerResponse response;
  const absl::Status status = api_.CallFor(ctx,
                                           {.method = "POST",
                                            .path = "/containers/create",
                                            .query = {{"name", name}},
                                            .json = &request,
                                            .silence_timeout = kWork},
                                           response);
  if (IsNameConflict(status)) {
    return WithCode(status, absl::StatusCode::kAlreadyExists);
  }
  RETURN_IF_ERROR(status);
  return response;
}

absl::Status EngineClient::StartContainer(const Context& ctx,
                                          const std::string& id) {
  return api_
      .Call(ctx, {.method = "POST",
                  .path = ContainerPath(id, "/start"),
                  .silence_timeout = kWork})
      .status();
}

absl::Status EngineClient::KillContainer(const Context& ctx,
                                         const std::string& id) {
  return api_
      .Call(ctx, {.method = "POST",
                  .path = ContainerPath(id, "/kill"),
                  .query = {{"signal", "KILL"}},
                  .silence_timeout = kWork})
      .status();
}

absl::StatusOr<int> EngineClient::WaitContainer(const Context& ctx,
                                                const std::string& id) {
  docker::WaitResponse response;
  RETURN_IF_ERROR(api_.CallFor(ctx,
                               {.method = "POST",
                                .path = ContainerPath(id, "/wait"),
                                .silence_timeout = kEndless},
                               response));
  return response.status_code();
}

absl::Status EngineClient::RemoveContainer(const Context& ctx,
                                           const std::string& id) {
  const EngineCall call = {.method = "DELETE",
                           .path = ContainerPath(id),
                           .query = {{"force", "1"}, {"v", "1"}},
                           .silence_timeout = kWork};
  bool under_way = false;
  while (true) {
    const absl::Status status = api_.Call(ctx, call).status();
    // Somebody else's removal has come to its end.
    if (under_way && absl::IsNotFound(status)) return absl::OkStatus();
    if (!IsRemovalUnderWay(status)) return status;
    under_way = true;
    RETURN_IF_ERROR(ctx.WaitFor(absl::Milliseconds(20)));
  }
}

absl::StatusOr<std::unique_ptr<EngineStream>> EngineClient::AttachContainer(
    const Context& ctx, const std::string& id, const AttachOptions& options) {
  ASSIGN_OR_RETURN(
      std::unique_ptr<HttpStream> stream,
      api_.Upgrade(ctx, {.method = "POST",
                         .path = ContainerPath(id, "/attach"),
                         .query = {{"stream", "1"},
                                   {"stdout", "1"},
                                   {"stderr", "1"},
                                   {"logs", options.logs ? "1" : "0"}}}));
  return NewEngineStream(std::move(stream), /*framed=*/!options.tty);
}

}  // namespace minidcos
