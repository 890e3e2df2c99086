#include "common/sidecar/sidecar_image.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/base/sha256.h"
#include "common/base/tar.h"
#include "common/cluster/image/build_lock.h"
#include "common/cluster/image/image_labels.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/sidecar/holder.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kTagDigits = 12;

absl::StatusOr<bool> HasImage(const Context& ctx, DockerClient& docker,
                              const std::string& reference) {
  const auto image = docker.InspectImage(ctx, reference);
  if (absl::IsNotFound(image.status())) return false;
  RETURN_IF_ERROR(image.status());
  return true;
}

}  // namespace

absl::StatusOr<std::string> EnsureSidecarImage(const Context& ctx,
                                               DockerClient& docker,
                                               Progress& progress) {
  if (Holder().front().content.empty()) {
    return absl::UnimplementedError(
        "this minidcos was built on macOS without a compiler for Linux, and so "
        "has no program for sidecars: see docs/macos.md");
  }
  TarWriter writer;
  writer.AddFile(kHolderPath + 1, Holder().front().content, 0755);
  ASSIGN_OR_RETURN(const std::string tar, writer.Finish());
  const std::string hash = HexSha256(tar);
  const std::string reference =
      absl::StrCat(kSidecarImages, ":", hash.substr(0, kTagDigits));
  ASSIGN_OR_RETURN(const bool is_there, HasImage(ctx, docker, reference));
  if (is_there) return reference;
  // Two imports would make two images, one of them without a name.
  ASSIGN_OR_RETURN(const BuildLock lock,
                   BuildLock::Acquire(ctx, BuildLockPath(hash), progress));
  ASSIGN_OR_RETURN(const bool came_meanwhile, HasImage(ctx, docker, reference));
  if (came_meanwhile) return reference;
  std::string rest = tar;
  RETURN_IF_ERROR(docker.ImportImage(
      ctx, reference, {absl::StrCat("LABEL ", kImageRecipeLabel, "=", hash)},
      [&rest] { return std::exchange(rest, ""); },
      [](const docker::BuildProgress&) {}));
  return reference;
}

}  // namespace minidcos
