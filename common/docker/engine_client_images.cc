#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/engine_api.h"
#include "common/docker/engine_client_impl.h"
#include "common/docker/progress_reader.h"
#include "common/http/http_message.h"
#include "common/status/status_macros.h"
#include "google/protobuf/struct.pb.h"

namespace minidcos {
namespace {

// The slashes, colon and at-sign of a reference stand as they are, as the
// engine's own client sends them.
std::string ImagePath(const std::string& reference) {
  return absl::StrCat(
      "/images/",
      absl::StrReplaceAll(UrlEncode(reference),
                          {{"%2F", "/"}, {"%3A", ":"}, {"%40", "@"}}));
}

absl::StatusOr<std::string> MapJson(
    const std::map<std::string, std::string>& map) {
  google::protobuf::Struct json;
  for (const auto& [key, value] : map) {
    (*json.mutable_fields())[key].set_string_value(value);
  }
  return ToJson(json);
}

// Makes a call that answers with progress lines.
absl::Status CallWithProgress(EngineApi& api, const Context& ctx,
                              EngineCall call,
                              const BuildProgressSink& progress) {
  ProgressReader reader(progress);
  call.body_sink = [&](absl::string_view bytes) { return reader.Feed(bytes); };
  RETURN_IF_ERROR(api.Call(ctx, call).status());
  return reader.Finish();
}

}  // namespace

absl::StatusOr<docker::ImageList> EngineClient::ListImages(
    const Context& ctx, const EngineFilters& filters) {
  ASSIGN_OR_RETURN(const std::string json, FiltersJson(filters));
  docker::ImageList response;
  RETURN_IF_ERROR(api_.CallForArray(
      ctx, {.path = "/images/json", .query = {{"filters", json}}}, response));
  return response;
}

absl::StatusOr<docker::ImageDetails> EngineClient::InspectImage(
    const Context& ctx, const std::string& reference) {
  docker::ImageDetails response;
  RETURN_IF_ERROR(api_.CallFor(
      ctx, {.path = absl::StrCat(ImagePath(reference), "/json")}, response));
  return response;
}

absl::Status EngineClient::ImportImage(const Context& ctx,
                                       const std::string& reference,
                                       const std::vector<std::string>& changes,
                                       const BodySource& body,
                                       const BuildProgressSink& progress) {
  EngineCall call = {.method = "POST",
                     .path = "/images/create",
                     .query = {{"fromSrc", "-"}, {"repo", reference}},
                     .tar_source = body,
                     .silence_timeout = kEndless};
  for (const std::string& change : changes) {
    call.query.emplace_back("changes", change);
  }
  return CallWithProgress(api_, ctx, call, progress);
}

absl::Status EngineClient::BuildImage(const Context& ctx,
                                      const BuildOptions& options,
                                      absl::string_view tar,
                                      const BuildProgressSink& progress) {
  ASSIGN_OR_RETURN(const std::string build_args, MapJson(options.build_args));
  ASSIGN_OR_RETURN(const std::string labels, MapJson(options.labels));
  const EngineCall call = {.method = "POST",
                           .path = "/build",
                           .query = {{"t", options.reference},
                                     {"buildargs", build_args},
                                     {"labels", labels},
                                     {"nocache", options.no_cache ? "1" : "0"},
                                     // No container of a step is left behind.
                                     {"rm", "1"},
                                     {"forcerm", "1"}},
                           .tar = std::string(tar),
                           .silence_timeout = kEndless};
  return CallWithProgress(api_, ctx, call, progress);
}

absl::Status EngineClient::RemoveImage(const Context& ctx,
                                       const std::string& reference) {
  return api_
      .Call(ctx, {.method = "DELETE",
                  .path = ImagePath(reference),
                  .silence_timeout = kWork})
      .status();
}

}  // namespace minidcos
