// The images of an engine, for the tests of this package: it has those it is
// given and those that are imported or built, and records what it is asked.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_FAKE_IMAGE_ENGINE_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_FAKE_IMAGE_ENGINE_H_

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"

namespace minidcos {

class FakeImageEngine : public DockerClient {
 public:
  // References of the images that there are.
  std::set<std::string> images;
  // "inspect <reference>", "import <reference>", "build <reference>", in order.
  std::vector<std::string> calls;
  // What the last import brought, and its changes.
  std::string imported;
  std::vector<std::string> changes;
  // Of the last build.
  BuildOptions build_options;
  std::string build_context;
  // What inspecting, importing or building answers, if not OK.
  absl::Status inspect_status;
  absl::Status import_status;
  absl::Status build_status;

  absl::StatusOr<docker::ImageDetails> InspectImage(
      const Context&, const std::string& reference) override {
    const std::lock_guard<std::mutex> guard(mutex_);
    calls.push_back(absl::StrCat("inspect ", reference));
    if (!inspect_status.ok()) return inspect_status;
    if (images.count(reference) == 0)
      return absl::NotFoundError("no such image");
    return docker::ImageDetails();
  }

  absl::Status ImportImage(const Context&, const std::string& reference,
                           const std::vector<std::string>& new_changes,
                           const BodySource& body,
                           const BuildProgressSink&) override {
    const std::lock_guard<std::mutex> guard(mutex_);
    calls.push_back(absl::StrCat("import ", reference));
    changes = new_changes;
    imported.clear();
    while (true) {
      const absl::StatusOr<std::string> piece = body();
      if (!piece.ok()) return piece.status();
      if (piece->empty()) break;
      imported += *piece;
    }
    if (import_status.ok()) images.insert(reference);
    return import_status;
  }

  absl::Status BuildImage(const Context&, const BuildOptions& options,
                          absl::string_view tar,
                          const BuildProgressSink& progress) override {
    const std::lock_guard<std::mutex> guard(mutex_);
    calls.push_back(absl::StrCat("build ", options.reference));
    build_options = options;
    build_context = std::string(tar);
    docker::BuildProgress line;
    line.set_stream("Step 1/7 : ARG BASE\n");
    progress(line);
    if (build_status.ok()) images.insert(options.reference);
    return build_status;
  }

  const std::string& host() const override { return host_; }
  absl::StatusOr<ApiVersion> NegotiatedVersion(const Context&) override {
    return Unused();
  }
  absl::StatusOr<docker::VersionResponse> Version(const Context&) override {
    return Unused();
  }
  absl::StatusOr<docker::InfoResponse> Info(const Context&) override {
    return Unused();
  }
  absl::StatusOr<docker::ContainerList> ListContainers(
      const Context&, const EngineFilters&) override {
    return Unused();
  }
  absl::StatusOr<docker::ContainerDetails> InspectContainer(
      const Context&, const std::string&) override {
    return Unused();
  }
  absl::StatusOr<docker::CreateContainerResponse> CreateContainer(
      const Context&, const std::string&,
      const docker::CreateContainerRequest&) override {
    return Unused();
  }
  absl::Status StartContainer(const Context&, const std::string&) override {
    return Unused();
  }
  absl::Status KillContainer(const Context&, const std::string&) override {
    return Unused();
  }
  absl::StatusOr<int> WaitContainer(const Context&,
                                    const std::string&) override {
    return Unused();
  }
  absl::Status RemoveContainer(const Context&, const std::string&) override {
    return Unused();
  }
  absl::StatusOr<std::unique_ptr<EngineStream>> AttachContainer(
      const Context&, const std::string&, const AttachOptions&) override {
    return Unused();
  }
  absl::Status PutArchive(const Context&, const std::string&,
                          const std::string&, absl::string_view) override {
    return Unused();
  }
  absl::StatusOr<std::string> GetArchive(const Context&, const std::string&,
                                         const std::string&) override {
    return Unused();
  }
  absl::StatusOr<bool> PathExists(const Context&, const std::string&,
                                  const std::string&) override {
    return Unused();
  }
  absl::StatusOr<std::string> CreateExec(
      const Context&, const std::string&,
      const docker::CreateExecRequest&) override {
    return Unused();
  }
  absl::StatusOr<std::unique_ptr<EngineStream>> StartExec(const Context&,
                                                          const std::string&,
                                                          bool) override {
    return Unused();
  }
  absl::StatusOr<docker::ExecDetails> InspectExec(const Context&,
                                                  const std::string&) override {
    return Unused();
  }
  absl::StatusOr<docker::ImageList> ListImages(const Context&,
                                               const EngineFilters&) override {
    return Unused();
  }
  absl::Status RemoveImage(const Context&, const std::string&) override {
    return Unused();
  }
  absl::StatusOr<docker::VolumeList> ListVolumes(
      const Context&, const EngineFilters&) override {
    return Unused();
  }
  absl::Status RemoveVolume(const Context&, const std::string&) override {
    return Unused();
  }
  absl::StatusOr<docker::NetworkList> ListNetworks(
      const Context&, const EngineFilters&) override {
    return Unused();
  }
  absl::Status RemoveNetwork(const Context&, const std::string&) override {
    return Unused();
  }

 private:
  static absl::Status Unused() {
    return absl::UnimplementedError("the build of an image does not ask this");
  }

  std::mutex mutex_;
  std::string host_ = "unix:///fake.sock";
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_FAKE_IMAGE_ENGINE_H_
