#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/engine_api.h"
#include "common/docker/engine_client_impl.h"
#include "common/docker/engine_stream.h"
#include "common/http/http_message.h"
#include "common/http/http_stream.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::StatusOr<std::string> EngineClient::CreateExec(
    const Context& ctx, const std::string& container,
    const docker::CreateExecRequest& request) {
  docker::CreateExecResponse response;
  RETURN_IF_ERROR(api_.CallFor(
      ctx,
      {.method = "POST",
       .path = absl::StrCat("/containers/", UrlEncode(container), "/exec"),
       .json = &request},
      response));
  return response.id();
}

absl::StatusOr<std::unique_ptr<EngineStream>> EngineClient::StartExec(
    const Context& ctx, const std::string& exec, bool tty) {
  docker::StartExecRequest request;
  request.set_tty(tty);
  ASSIGN_OR_RETURN(std::unique_ptr<HttpStream> stream,
                   api_.Upgrade(ctx, {.method = "POST",
                                      .path = absl::StrCat(
                                          "/exec/", UrlEncode(exec), "/start"),
                                      .json = &request,
                                      .silence_timeout = kWork}));
  return NewEngineStream(std::move(stream), /*framed=*/!tty);
}

absl::Status EngineClient::ResizeExec(const Context& ctx,
                                      const std::string& exec, int rows,
                                      int columns) {
  return api_
      .Call(ctx, {.method = "POST",
                  .path = absl::StrCat("/exec/", UrlEncode(exec), "/resize"),
                  .query = {{"h", absl::StrCat(rows)},
                            {"w", absl::StrCat(columns)}}})
      .status();
}

absl::StatusOr<docker::ExecDetails> EngineClient::InspectExec(
    const Context& ctx, const std::string& exec) {
  docker::ExecDetails response;
  RETURN_IF_ERROR(api_.CallFor(
      ctx, {.path = absl::StrCat("/exec/", UrlEncode(exec), "/json")},
      response));
  return response;
}

}  // namespace minidcos
