// Calls of the Docker Engine API: finds the engine, agrees on a version, maps
// its errors. engine_client.h makes the endpoints of it.

#ifndef MINIDCOS_COMMON_DOCKER_ENGINE_API_H_
#define MINIDCOS_COMMON_DOCKER_ENGINE_API_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/host.h"
#include "common/http/http_client.h"
#include "common/http/http_message.h"
#include "common/http/http_stream.h"
#include "google/protobuf/message.h"

namespace minidcos {

// How long an engine may be silent. A question is answered from its memory;
// work on a busy machine takes longer; and the rest has no measure (a wait, a
// build).
inline constexpr absl::Duration kQuestion = absl::Minutes(1);
inline constexpr absl::Duration kWork = absl::Minutes(5);
inline constexpr absl::Duration kEndless = absl::InfiniteDuration();

struct EngineCall {
  std::string method = "GET";
  // Below the version, such as "/containers/json"; encoded.
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
  // Sent as JSON if set; not owned.
  const google::protobuf::Message* json = nullptr;
  // Otherwise a tar archive, if one of them is not empty.
  std::string tar;
  BodySource tar_source;
  BodySink body_sink;
  absl::Duration silence_timeout = kQuestion;
};

// Safe to use from several threads at once.
class EngineApi {
 public:
  explicit EngineApi(EngineHost host);

  const EngineHost& host() const { return host_; }

  // The lower of the host's API version and ours (1.52); without the former,
  // the engine is asked once. kFailedPrecondition if it is below 1.30.
  absl::StatusOr<DockerClient::ApiVersion> NegotiatedVersion(const Context& ctx)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // The lower of the engine's version and ours. kUnavailable if there is no
  // answer within 10 s, by ssh 40 s.
  absl::StatusOr<DockerClient::ApiVersion> Ping(const Context& ctx);

  // The response, of status 2xx or 304. Other answers become statuses in the
  // engine's words, with the codes of client.h.
  absl::StatusOr<HttpResponse> Call(const Context& ctx, const EngineCall& call);

  // Call(), its response read into `response`; CallForArray() for one that is
  // an array, which becomes the field `items`.
  absl::Status CallFor(const Context& ctx, const EngineCall& call,
                       google::protobuf::Message& response);
  absl::Status CallForArray(const Context& ctx, const EngineCall& call,
                            google::protobuf::Message& response);

  // A call after which the connection is ours.
  absl::StatusOr<std::unique_ptr<HttpStream>> Upgrade(const Context& ctx,
                                                      const EngineCall& call);

 private:
  absl::StatusOr<HttpRequest> MakeRequest(const Context& ctx,
                                          const EngineCall& call);
  // The lower of `version`, such as "1.41", and ours. kUnavailable if it is
  // none.
  absl::StatusOr<DockerClient::ApiVersion> Agree(
      const std::string& version) const;
  absl::Status ErrorOf(const HttpResponse& response) const;
  absl::Status CannotReach(const absl::Status& cause) const;

  const EngineHost host_;
  HttpClient http_;
  absl::Mutex mutex_;
  std::optional<DockerClient::ApiVersion> version_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_ENGINE_API_H_
