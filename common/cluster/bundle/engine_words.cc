#include "common/cluster/bundle/engine_words.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/indent_json.h"
#include "common/cluster/bundle/content.h"
#include "common/docker/client.h"
#include "common/http/http_message.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr absl::Duration kTime = absl::Seconds(30);

}  // namespace

absl::Status AddEngineJson(const Context& ctx, DockerClient& docker,
                           const std::string& path, const std::string& file,
                           BundleContent& content) {
  return content.Add(
      ctx, file, kTime,
      [&](const Context& limited, const auto& sink) -> absl::StatusOr<bool> {
        std::string json;
        RETURN_IF_ERROR(
            docker.GetRaw(limited, path, [&json](absl::string_view piece) {
              absl::StrAppend(&json, piece);
              return absl::OkStatus();
            }));
        RETURN_IF_ERROR(sink(IndentJson(json)));
        return true;
      });
}

absl::Status AddConsole(const Context& ctx, DockerClient& docker,
                        const std::string& container, const std::string& file,
                        BundleContent& content) {
  const std::string path =
      UrlWithQuery(absl::StrCat("/containers/", UrlEncode(container), "/logs"),
                   {{"stdout", "1"},
                    {"stderr", "1"},
                    {"timestamps", "1"},
                    {"tail", "10000"}});
  return content.Add(
      ctx, file, kTime,
      [&](const Context& limited, const auto& sink) -> absl::StatusOr<bool> {
        RETURN_IF_ERROR(docker.GetRaw(limited, path, sink));
        return true;
      });
}

}  // namespace minidcos
