#include "common/cluster/image/remove_images.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/image/recipe.h"
#include "common/cluster/mac_network_labels.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// The layers of a base are gone only after what lies on it.
std::vector<std::string> InOrderOfRemoval(const docker::ImageList& images) {
  std::vector<std::string> references;
  for (const char* repository : {kNodeRepository, kVpnImages, kBaseRepository,
                                 kSidecarImages, kProbeImages}) {
    for (const docker::ImageSummary& image : images.items()) {
      for (const std::string& tag : image.repo_tags()) {
        if (absl::StartsWith(tag, absl::StrCat(repository, ":"))) {
          references.push_back(tag);
        }
      }
    }
  }
  return references;
}

// Of installers: their own name, then our note.
void AddInstallers(const docker::ImageList& images,
                   std::vector<std::string>& references) {
  std::vector<std::string> tags;
  for (const docker::ImageSummary& image : images.items()) {
    tags.insert(tags.end(), image.repo_tags().begin(), image.repo_tags().end());
  }
  for (const std::string& note : tags) {
    absl::string_view version = note;
    if (!absl::ConsumePrefix(&version, kInstallerImages)) continue;
    for (const std::string& tag : tags) {
      if (absl::EndsWith(tag, absl::StrCat("/dcos-genconf", version))) {
        references.push_back(tag);
      }
    }
    references.push_back(note);
  }
}

// The macOS network stays, and with it the image that it runs.
absl::Status LeaveOutVpnInUse(const Context& ctx, DockerClient& docker,
                              std::vector<std::string>& references) {
  ASSIGN_OR_RETURN(const docker::ContainerList containers,
                   docker.ListContainers(ctx, {{"label", {kMacNetworkLabel}}}));
  for (const docker::ContainerSummary& container : containers.items()) {
    references.erase(
        std::remove(references.begin(), references.end(), container.image()),
        references.end());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::string>> FindImages(const Context& ctx,
                                                    DockerClient& docker) {
  ASSIGN_OR_RETURN(const docker::ImageList images,
                   docker.ListImages(ctx, {{"label", {kImageRecipeLabel}}}));
  std::vector<std::string> references = InOrderOfRemoval(images);
  RETURN_IF_ERROR(LeaveOutVpnInUse(ctx, docker, references));
  ASSIGN_OR_RETURN(const docker::ImageList all, docker.ListImages(ctx, {}));
  AddInstallers(all, references);
  return references;
}

absl::Status RemoveImages(
    const Context& ctx, DockerClient& docker,
    const std::vector<std::string>& references, Progress& progress,
    const std::function<void(absl::string_view)>& removed) {
  int left = 0;
  for (const std::string& reference : references) {
    const absl::Status status = docker.RemoveImage(ctx, reference);
    RETURN_IF_ERROR(ctx.Check());
    if (status.ok()) removed(absl::StrCat("image ", reference));
    if (status.ok() || absl::IsNotFound(status)) continue;
    ++left;
    progress.Warn(
        Annotate(status, absl::StrCat("image '", reference, "'")).message());
  }
  if (left == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(left, left == 1 ? " image is" : " images are",
                   " left, for the reasons above"));
}

}  // namespace minidcos
