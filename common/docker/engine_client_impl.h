// The endpoints of DockerClient over EngineApi. Private to engine_client.

#ifndef MINIDCOS_COMMON_DOCKER_ENGINE_CLIENT_IMPL_H_
#define MINIDCOS_COMMON_DOCKER_ENGINE_CLIENT_IMPL_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/engine_api.h"
#include "common/docker/host.h"

namespace minidcos {

class EngineClient : public DockerClient {
 public:
  explicit EngineClient(EngineHost host) : api_(std::move(host)) {}

  const std::string& host() const override { return api_.host().name; }
  const std::map<std::string, std::string>& environment() const override {
    return api_.host().environment;
  }
  absl::StatusOr<ApiVersion> NegotiatedVersion(const Context& ctx) override {
    return api_.NegotiatedVersion(ctx);
  }

  // engine_client.cc
  absl::Status Ping(const Context& ctx) override;
  absl::StatusOr<docker::VersionResponse> Version(const Context& ctx) override;
  absl::StatusOr<docker::InfoResponse> Info(const Context& ctx) override;
  absl::Status GetRaw(const Context& ctx, const std::string& path,
                      const BodySink& body) override;
  absl::StatusOr<docker::VolumeList> ListVolumes(
      const Context& ctx, const EngineFilters& filters) override;
  absl::Status RemoveVolume(const Context& ctx,
                            const std::string& name) override;
  absl::StatusOr<docker::NetworkList> ListNetworks(
      const Context& ctx, const EngineFilters& filters) override;
  absl::Status RemoveNetwork(const Context& ctx,
                             const std::string& id) override;
  absl::StatusOr<std::string> CreateNetwork(
      const Context& ctx, const docker::CreateNetworkRequest& request) override;
  absl::Status ConnectNetwork(const Context& ctx, const std::string& id,
                              const std::string& container) override;
  absl::Status DisconnectNetwork(const Context& ctx, const std::string& id,
                                 const std::string& container) override;

  // engine_client_containers.cc
  absl::StatusOr<docker::ContainerList> ListContainers(
      const Context& ctx, const EngineFilters& filters) override;
  absl::StatusOr<docker::ContainerDetails> InspectContainer(
      const Context& ctx, const std::string& id) override;
  absl::StatusOr<docker::CreateContainerResponse> CreateContainer(
      const Context& ctx, const std::string& name,
      const docker::CreateContainerRequest& request) override;
  absl::Status StartContainer(const Context& ctx,
                              const std::string& id) override;
  absl::Status KillContainer(const Context& ctx,
                             const std::string& id) override;
  absl::StatusOr<int> WaitContainer(const Context& ctx,
                                    const std::string& id) override;
  absl::Status RemoveContainer(const Context& ctx,
                               const std::string& id) override;
  absl::StatusOr<std::unique_ptr<EngineStream>> AttachContainer(
      const Context& ctx, const std::string& id,
      const AttachOptions& options) override;

  // engine_client_files.cc
  absl::Status PutArchive(const Context& ctx, const std::string& id,
                          const std::string& path,
                          absl::string_view tar) override;
  absl::Status PutArchiveFrom(const Context& ctx, const std::string& id,
                              const std::string& path,
                              const BodySource& tar) override;
  absl::StatusOr<std::string> GetArchive(const Context& ctx,
                                         const std::string& id,
                                         const std::string& path) override;
  absl::Status GetArchiveInto(const Context& ctx, const std::string& id,
                              const std::string& path,
                              const BodySink& tar) override;
  absl::StatusOr<bool> PathExists(const Context& ctx, const std::string& id,
                                  const std::string& path) override;

  // engine_client_exec.cc
  absl::StatusOr<std::string> CreateExec(
      const Context& ctx, const std::string& container,
      const docker::CreateExecRequest& request) override;
  absl::StatusOr<std::unique_ptr<EngineStream>> StartExec(
      const Context& ctx, const std::string& exec, bool tty) override;
  absl::Status ResizeExec(const Context& ctx, const std::string& exec, int rows,
                          int columns) override;
  absl::StatusOr<docker::ExecDetails> InspectExec(
      const Context& ctx, const std::string& exec) override;

  // engine_client_images.cc
  absl::StatusOr<docker::ImageList> ListImages(
      const Context& ctx, const EngineFilters& filters) override;
  absl::StatusOr<docker::ImageDetails> InspectImage(
      const Context& ctx, const std::string& reference) override;
  absl::Status ImportImage(const Context& ctx, const std::string& reference,
                           const std::vector<std::string>& changes,
                           const BodySource& body,
                           const BuildProgressSink& progress) override;
  absl::Status BuildImage(const Context& ctx, const BuildOptions& options,
                          absl::string_view tar,
                          const BuildProgressSink& progress) override;
  absl::Status RemoveImage(const Context& ctx,
                           const std::string& reference) override;

 private:
  EngineApi api_;
};

// The parameter `filters`: {"label":["a=b"]}. kInvalidArgument if it is not
// UTF-8.
absl::StatusOr<std::string> FiltersJson(const EngineFilters& filters);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_ENGINE_CLIENT_IMPL_H_
