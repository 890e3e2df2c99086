#include "common/cluster/image/user_image.h"

#include <string>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/base/process_id.h"
#include "common/base/progress.h"
#include "common/base/random_id.h"
#include "common/cluster/image/build_with_progress.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/image/recipe.h"
#include "common/cluster/image/user_image.pb.h"
#include "common/cluster/labels.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/http/http_message.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kCommand[] = "/usr/sbin/minidcos-init";
constexpr absl::Duration kRemovalTimeout = absl::Seconds(30);

// A file that must be there, at one of two places.
struct NeededFile {
  const char* path;
  const char* or_else;
};

constexpr NeededFile kNeeded[] = {
    {kCommand, ""},
    {"/usr/sbin/minidcos-ready", ""},
    {"/etc/systemd/system/minidcos-ready.service",
     "/lib/systemd/system/minidcos-ready.service"},
    {"/lib/systemd/systemd", ""},
    {"/lib/systemd/system/docker.socket", "/etc/systemd/system/docker.socket"},
    {"/usr/sbin/sshd", ""},
    {"/usr/bin/docker", ""},
    {"/bin/bash", ""},
    {"/bin/tar", ""},
};

absl::StatusOr<UserImageConfig> ReadConfig(const Context& ctx,
                                           DockerClient& docker,
                                           const std::string& reference) {
  std::string json;
  RETURN_IF_ERROR(docker.GetRaw(
      ctx, absl::StrCat("/images/", UrlEncode(reference), "/json"),
      [&json](absl::string_view piece) {
        absl::StrAppend(&json, piece);
        return absl::OkStatus();
      }));
  UserImage image;
  RETURN_IF_ERROR(ParseJson(json, image));
  return image.config();
}

// The builder pulls what FROM names and the engine has not; a build that adds
// nothing is that image itself.
absl::Status Pull(const Context& ctx, DockerClient& docker,
                  const std::string& reference, Progress& progress) {
  ASSIGN_OR_RETURN(const std::string context,
                   MakeContext({{"Dockerfile", "ARG IMAGE\nFROM $IMAGE\n"}}));
  DockerClient::BuildOptions options;
  options.build_args = {{"IMAGE", reference}};
  // A digest is no name to be given.
  if (!absl::StrContains(reference, '@')) options.reference = reference;
  const absl::Status status =
      BuildWithProgress(ctx, docker, absl::StrCat("Pulling ", reference),
                        options, context, progress);
  RETURN_IF_ERROR(ctx.Check());
  if (status.ok()) return status;
  return absl::NotFoundError(
      absl::StrCat("the engine has no image '", reference,
                   "' and cannot pull it: ", status.message()));
}

absl::StatusOr<std::string> CreateLook(const Context& ctx, DockerClient& docker,
                                       const std::string& reference) {
  docker::CreateContainerRequest request;
  request.set_image(reference);
  // Never run: an image without a command needs one.
  request.add_cmd(kCommand);
  auto& labels = *request.mutable_labels();
  labels[kSchemaLabel] = absl::StrCat(kSchemaVersion);
  labels[kCreatorLabel] = ThisProcess();
  ASSIGN_OR_RETURN(
      const docker::CreateContainerResponse created,
      docker.CreateContainer(ctx, absl::StrCat("minidcos-look-", RandomHex(16)),
                             request));
  return created.id();
}

// What the image has not.
absl::StatusOr<std::vector<std::string>> FindMissing(
    const Context& ctx, DockerClient& docker, const std::string& reference) {
  ASSIGN_OR_RETURN(const std::string container,
                   CreateLook(ctx, docker, reference));
  const absl::Cleanup remover = [&] {
    // Also when ctx has ended; what fails here, clean finds by its label.
    docker.RemoveContainer(Context().WithTimeout(kRemovalTimeout), container)
        .IgnoreError();
  };
  std::vector<std::string> missing;
  for (const NeededFile& needed : kNeeded) {
    bool found = false;
    for (const std::string path : {needed.path, needed.or_else}) {
      if (found || path.empty()) continue;
      ASSIGN_OR_RETURN(found, docker.PathExists(ctx, container, path));
    }
    if (!found) missing.push_back(needed.path);
  }
  return missing;
}

}  // namespace

absl::Status EnsureUserImage(const Context& ctx, DockerClient& docker,
                             const std::string& reference, Progress& progress) {
  absl::StatusOr<UserImageConfig> config = ReadConfig(ctx, docker, reference);
  if (absl::IsNotFound(config.status())) {
    RETURN_IF_ERROR(Pull(ctx, docker, reference, progress));
    config = ReadConfig(ctx, docker, reference);
  }
  RETURN_IF_ERROR(config.status());
  std::vector<std::string> faults;
  if (config->cmd_size() != 1 || config->cmd(0) != kCommand) {
    faults.push_back(absl::StrCat("its command is not ", kCommand));
  }
  if (config->entrypoint_size() > 0) faults.push_back("it has an entrypoint");
  const bool is_built_on_ours = config->labels().contains(kImageRecipeLabel);
  if (is_built_on_ours && faults.empty()) return absl::OkStatus();
  const absl::StatusOr<std::vector<std::string>> missing =
      FindMissing(ctx, docker, reference);
  RETURN_IF_ERROR(
      Annotate(missing.status(),
               absl::StrCat("looking into the image '", reference, "'")));
  if (!missing->empty()) {
    faults.push_back(absl::StrCat("it has no ", absl::StrJoin(*missing, ", ")));
  }
  if (faults.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the image '", reference,
                   "' cannot be a node: ", absl::StrJoin(faults, "; ")));
}

}  // namespace minidcos
