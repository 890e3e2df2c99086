#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/docker/engine.pb.h"
#include "common/docker/engine_api.h"
#include "common/docker/engine_client_impl.h"
#include "common/http/http_message.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

EngineCall ArchiveCall(const std::string& method, const std::string& id,
                       const std::string& path) {
  return {.method = method,
          .path = absl::StrCat("/containers/", UrlEncode(id), "/archive"),
          .query = {{"path", path}},
          .silence_timeout = kWork};
}

bool IsBeingRemoved(const docker::ContainerDetails& container) {
  const std::string& status = container.state().status();
  return status == "removing" || status == "dead";
}

}  // namespace

absl::Status EngineClient::PutArchive(const Context& ctx, const std::string& id,
                                      const std::string& path,
                                      absl::string_view tar) {
  EngineCall call = ArchiveCall("PUT", id, path);
  call.tar = std::string(tar);
  return api_.Call(ctx, call).status();
}

absl::Status EngineClient::PutArchiveFrom(const Context& ctx,
                                          const std::string& id,
                                          const std::string& path,
                                          const BodySource& tar) {
  EngineCall call = ArchiveCall("PUT", id, path);
  call.tar_source = tar;
  return api_.Call(ctx, call).status();
}

absl::Status EngineClient::GetArchiveInto(const Context& ctx,
                                          const std::string& id,
                                          const std::string& path,
                                          const BodySink& tar) {
  EngineCall call = ArchiveCall("GET", id, path);
  call.body_sink = tar;
  return api_.Call(ctx, call).status();
}

absl::StatusOr<std::string> EngineClient::GetArchive(const Context& ctx,
                                                     const std::string& id,
                                                     const std::string& path) {
  ASSIGN_OR_RETURN(HttpResponse response,
                   api_.Call(ctx, ArchiveCall("GET", id, path)));
  return std::move(response.body);
}

absl::StatusOr<bool> EngineClient::PathExists(const Context& ctx,
                                              const std::string& id,
                                              const std::string& path) {
  const absl::Status status =
      api_.Call(ctx, ArchiveCall("HEAD", id, path)).status();
  if (status.ok()) return true;
  // The answer to a HEAD has no words: it may be the container that is missing,
  // or about to be, when Docker 20.10 has 500 for it.
  ASSIGN_OR_RETURN(const docker::ContainerDetails container,
                   InspectContainer(ctx, id));
  if (absl::IsNotFound(status)) return false;
  if (!IsBeingRemoved(container)) return status;
  return absl::NotFoundError(
      absl::StrCat("container '", id, "' is being removed"));
}

}  // namespace minidcos
