// The Docker Engine API as minidcos uses it: the one seam between our code and
// the engine. EngineClient speaks it over HTTP; tests put a real HTTP server of
// ours (testing/fake_engine) or a real engine behind the same EngineClient.
//
// Every call may block until its context ends, and then returns ctx.Check().
// Safe to use from several threads at once.
//
// Errors, in the engine's own words: kNotFound (404), kAlreadyExists (409, a
// name in use), kFailedPrecondition (409 else), kInvalidArgument (400),
// kPermissionDenied (401, 403, or the socket refuses us), kUnavailable (no
// engine answers), kUnknown (5xx). Callers above turn the engine's kNotFound,
// kAlreadyExists and kInvalidArgument into kFailedPrecondition where the thing
// named is not an argument of the tool.

#ifndef MINIDCOS_COMMON_DOCKER_CLIENT_H_
#define MINIDCOS_COMMON_DOCKER_CLIENT_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/docker/engine.pb.h"
#include "common/docker/stream.h"
#include "common/http/http_message.h"

namespace minidcos {

// `filters` of the list calls: {"label", {"a=b", "c"}}, {"name", {...}}. Values
// of one key are ANDed by the engine for labels.
using EngineFilters = std::map<std::string, std::vector<std::string>>;

// Receives each line of a progress stream: {"stream": "Step 1/3 ..."}.
using BuildProgressSink = std::function<void(const docker::BuildProgress&)>;

// What tells the docker command where the engine is.
inline constexpr const char* kEngineVariables[] = {
    "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS", "DOCKER_TLS_VERIFY",
    "DOCKER_CERT_PATH"};

class DockerClient {
 public:
  virtual ~DockerClient() = default;

  // Where the engine is, as the user would give it: "unix:///run/docker.sock".
  virtual const std::string& host() const = 0;

  // The variables that make the docker command use the same engine, of those in
  // kEngineVariables. The others are to be unset.
  virtual const std::map<std::string, std::string>& environment() const = 0;

  // The API version spoken: the lower of ours and the engine's, such as {1,
  // 41}. Asks the engine once.
  struct ApiVersion {
    int major = 0;
    int minor = 0;
    auto operator<=>(const ApiVersion&) const = default;
  };
  virtual absl::StatusOr<ApiVersion> NegotiatedVersion(const Context& ctx) = 0;

  // GET /_ping: whether the engine answers, within 10 s.
  virtual absl::Status Ping(const Context& ctx) = 0;

  // GET /version, /info
  virtual absl::StatusOr<docker::VersionResponse> Version(
      const Context& ctx) = 0;
  virtual absl::StatusOr<docker::InfoResponse> Info(const Context& ctx) = 0;

  // GET `path`, such as "/info" or UrlWithQuery("/containers/x/logs", ...): the
  // answer as it is, given to `body` piece by piece. For what is kept to be
  // read by people.
  virtual absl::Status GetRaw(const Context& ctx, const std::string& path,
                              const BodySink& body) = 0;

  // GET /containers/json?all=1: stopped containers count.
  virtual absl::StatusOr<docker::ContainerList> ListContainers(
      const Context& ctx, const EngineFilters& filters) = 0;

  // GET /containers/{id}/json
  virtual absl::StatusOr<docker::ContainerDetails> InspectContainer(
      const Context& ctx, const std::string& id) = 0;

  // POST /containers/create. kAlreadyExists if the name is taken.
  virtual absl::StatusOr<docker::CreateContainerResponse> CreateContainer(
      const Context& ctx, const std::string& name,
      const docker::CreateContainerRequest& request) = 0;

  // POST /containers/{id}/start. A container that runs already is success.
  virtual absl::Status StartContainer(const Context& ctx,
                                      const std::string& id) = 0;

  // POST /containers/{id}/kill, with SIGKILL.
  virtual absl::Status KillContainer(const Context& ctx,
                                     const std::string& id) = 0;

  // POST /containers/{id}/wait: the exit code, once it has stopped.
  virtual absl::StatusOr<int> WaitContainer(const Context& ctx,
                                            const std::string& id) = 0;

  // DELETE /containers/{id}?force=1&v=1: running or not, with its anonymous
  // volumes. kNotFound if it is gone; a removal under way elsewhere is waited
  // for and is success.
  virtual absl::Status RemoveContainer(const Context& ctx,
                                       const std::string& id) = 0;

  // POST /containers/{id}/attach: output from now on (`logs`: also what was
  // there). Attached before the start, nothing is missed. `tty` as the
  // container was created.
  struct AttachOptions {
    bool tty = false;
    bool logs = false;
  };
  virtual absl::StatusOr<std::unique_ptr<EngineStream>> AttachContainer(
      const Context& ctx, const std::string& id,
      const AttachOptions& options) = 0;

  // PUT /containers/{id}/archive: extracts `tar` below the folder `path`, which
  // must exist. What lands below a tmpfs mount is lost.
  virtual absl::Status PutArchive(const Context& ctx, const std::string& id,
                                  const std::string& path,
                                  absl::string_view tar) = 0;

  // The same, the tar given piece by piece.
  virtual absl::Status PutArchiveFrom(const Context& ctx, const std::string& id,
                                      const std::string& path,
                                      const BodySource& tar) = 0;

  // GET /containers/{id}/archive: a tar of the file or folder `path`, whole in
  // memory. kNotFound if there is none.
  virtual absl::StatusOr<std::string> GetArchive(const Context& ctx,
                                                 const std::string& id,
                                                 const std::string& path) = 0;

  // The same, the tar given to `tar` piece by piece.
  virtual absl::Status GetArchiveInto(const Context& ctx, const std::string& id,
                                      const std::string& path,
                                      const BodySink& tar) = 0;

  // HEAD /containers/{id}/archive: whether there is a file `path`.
  virtual absl::StatusOr<bool> PathExists(const Context& ctx,
                                          const std::string& id,
                                          const std::string& path) = 0;

  // POST /containers/{id}/exec. kFailedPrecondition if it is not running.
  virtual absl::StatusOr<std::string> CreateExec(
      const Context& ctx, const std::string& container,
      const docker::CreateExecRequest& request) = 0;

  // POST /exec/{id}/start, attached.
  virtual absl::StatusOr<std::unique_ptr<EngineStream>> StartExec(
      const Context& ctx, const std::string& exec, bool tty) = 0;

  // POST /exec/{id}/resize: the size of its terminal, in characters.
  virtual absl::Status ResizeExec(const Context& ctx, const std::string& exec,
                                  int rows, int columns) = 0;

  // GET /exec/{id}/json
  virtual absl::StatusOr<docker::ExecDetails> InspectExec(
      const Context& ctx, const std::string& exec) = 0;

  // GET /images/json, GET /images/{name}/json. kNotFound if there is none.
  virtual absl::StatusOr<docker::ImageList> ListImages(
      const Context& ctx, const EngineFilters& filters) = 0;
  virtual absl::StatusOr<docker::ImageDetails> InspectImage(
      const Context& ctx, const std::string& reference) = 0;

  // POST /images/create?fromSrc=-: the root file system of the tar that `body`
  // gives becomes the image `reference` ("repository:tag"); `changes` are
  // Dockerfile lines such as "LABEL a=b".
  virtual absl::Status ImportImage(const Context& ctx,
                                   const std::string& reference,
                                   const std::vector<std::string>& changes,
                                   const BodySource& body,
                                   const BuildProgressSink& progress) = 0;

  // POST /build: builds the context `tar`, with its Dockerfile, as `reference`.
  // kFailedPrecondition with the builder's message and the tail of its output
  // (GetOutput) if a step fails.
  struct BuildOptions {
    std::string reference;
    std::map<std::string, std::string> build_args;
    std::map<std::string, std::string> labels;
    bool no_cache = false;
  };
  virtual absl::Status BuildImage(const Context& ctx,
                                  const BuildOptions& options,
                                  absl::string_view tar,
                                  const BuildProgressSink& progress) = 0;

  // DELETE /images/{reference}
  virtual absl::Status RemoveImage(const Context& ctx,
                                   const std::string& reference) = 0;

  // GET /volumes, DELETE /volumes/{name}
  virtual absl::StatusOr<docker::VolumeList> ListVolumes(
      const Context& ctx, const EngineFilters& filters) = 0;
  virtual absl::Status RemoveVolume(const Context& ctx,
                                    const std::string& name) = 0;

  // GET /networks, DELETE /networks/{id}
  virtual absl::StatusOr<docker::NetworkList> ListNetworks(
      const Context& ctx, const EngineFilters& filters) = 0;
  virtual absl::Status RemoveNetwork(const Context& ctx,
                                     const std::string& id) = 0;

  // POST /networks/create: the new one's id. kAlreadyExists if the name is
  // taken; kPermissionDenied if its subnet overlaps with another's.
  virtual absl::StatusOr<std::string> CreateNetwork(
      const Context& ctx, const docker::CreateNetworkRequest& request) = 0;

  // POST /networks/{id}/connect: puts a container on one more network.
  virtual absl::Status ConnectNetwork(const Context& ctx, const std::string& id,
                                      const std::string& container) = 0;

  // POST /networks/{id}/disconnect: takes a container, running or not, off a
  // network. OK if it is not on it, as when there is no such network.
  virtual absl::Status DisconnectNetwork(const Context& ctx,
                                         const std::string& id,
                                         const std::string& container) = 0;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_CLIENT_H_
