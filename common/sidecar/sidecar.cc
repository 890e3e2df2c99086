#include "common/sidecar/sidecar.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/process_id.h"
#include "common/base/progress.h"
#include "common/base/random_id.h"
#include "common/cluster/labels.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/undo.h"
#include "common/cluster/remove.h"
#include "common/cluster/sidecar_labels.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/sidecar/sidecar_image.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

constexpr absl::Duration kCreateTimeout = absl::Minutes(1);
constexpr absl::Duration kReadyTimeout = absl::Minutes(1);

absl::Status CheckOptions(const SidecarOptions& options) {
  static const RE2& form = *new RE2("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");
  if (!RE2::FullMatch(options.name, form)) {
    return absl::InvalidArgumentError(
        absl::StrCat("bad name of a sidecar '", options.name,
                     "': it must match ", form.pattern()));
  }
  if (options.size_mib < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("bad size '", options.size_mib,
                     "': a sidecar's device has at least 1 MiB"));
  }
  return absl::OkStatus();
}

absl::StatusOr<docker::ContainerList> Find(const Context& ctx,
                                           DockerClient& docker,
                                           const std::string& name) {
  return docker.ListContainers(
      ctx, {{"label", {absl::StrCat(kSidecarNameLabel, "=", name)}}});
}

docker::CreateContainerRequest MakeRequest(const SidecarOptions& options,
                                           const std::string& image,
                                           const std::string& creation) {
  docker::CreateContainerRequest request;
  request.set_image(image);
  request.add_entrypoint(kHolderPath);
  request.add_cmd(absl::StrCat(options.size_mib));
  auto& labels = *request.mutable_labels();
  labels[kSidecarNameLabel] = options.name;
  labels[kNodeTypeLabel] = kSidecarNodeType;
  labels[kSchemaLabel] = absl::StrCat(kSchemaVersion);
  labels[kCreationLabel] = creation;
  labels[kCreatorLabel] = ThisProcess();
  labels[kCreatedLabel] =
      absl::FormatTime(absl::RFC3339_sec, absl::Now(), absl::UTCTimeZone());
  docker::HostConfig& host = *request.mutable_host_config();
  host.set_network_mode("none");
  // All that it needs, so that it also runs where the engine refuses more: to
  // make device files, and to use loop devices and /dev/loop-control by them.
  host.add_cap_drop("ALL");
  host.add_cap_add("MKNOD");
  host.add_device_cgroup_rules("b 7:* rwm");
  host.add_device_cgroup_rules("c 10:237 rwm");
  return request;
}

// What the program says in its first line.
absl::StatusOr<std::string> ReadDevice(const Context& ctx,
                                       EngineStream& output) {
  std::string said;
  while (said.find('\n') == std::string::npos) {
    ASSIGN_OR_RETURN(const EngineStream::Piece piece, output.Read(ctx));
    if (piece.bytes.empty()) break;
    absl::StrAppend(&said, piece.bytes);
  }
  absl::string_view line = absl::StripAsciiWhitespace(said);
  static const RE2& ready = *new RE2("ready (/dev/loop[0-9]+)");
  std::string device;
  if (RE2::FullMatch(std::string(line), ready, &device)) return device;
  if (absl::ConsumePrefix(&line, "error ")) {
    return absl::FailedPreconditionError(line);
  }
  return absl::FailedPreconditionError(
      absl::StrCat("its container ended, saying '", line, "'"));
}

absl::StatusOr<std::string> Start(const Operation& operation,
                                  const SidecarOptions& options,
                                  const std::string& creation) {
  DockerClient& docker = operation.docker;
  ASSIGN_OR_RETURN(
      const std::string image,
      EnsureSidecarImage(operation.ctx, docker, operation.progress));
  // Not ended by an interrupt: the container could come to be all the same.
  const auto container =
      docker.CreateContainer(operation.cleanup_ctx.WithTimeout(kCreateTimeout),
                             absl::StrCat("minidcos-sidecar-", options.name),
                             MakeRequest(options, image, creation));
  RETURN_IF_ERROR(container.status());
  const Context ctx = operation.ctx.WithTimeout(kReadyTimeout);
  ASSIGN_OR_RETURN(const std::unique_ptr<EngineStream> output,
                   docker.AttachContainer(ctx, container->id(), {}));
  RETURN_IF_ERROR(docker.StartContainer(ctx, container->id()));
  return ReadDevice(ctx, *output);
}

}  // namespace

absl::StatusOr<std::string> CreateSidecar(const Operation& operation,
                                          const SidecarOptions& options) {
  RETURN_IF_ERROR(CheckOptions(options));
  ASSIGN_OR_RETURN(const docker::ContainerList others,
                   Find(operation.ctx, operation.docker, options.name));
  const std::string subject = absl::StrCat("sidecar '", options.name, "'");
  if (!others.items().empty()) {
    return absl::AlreadyExistsError(absl::StrCat(subject, " already exists"));
  }
  const std::unique_ptr<Progress::Step> step =
      operation.progress.Begin(absl::StrCat("Making ", subject));
  const std::string creation = RandomHex(32);
  const absl::StatusOr<std::string> device =
      Start(operation, options, creation);
  if (device.ok()) {
    step->Done();
    return device;
  }
  // The only thing of ours that can be there already is the name.
  const absl::Status failure =
      Annotate(absl::IsAlreadyExists(device.status())
                   ? device.status()
                   : NotOfTheArguments(device.status()),
               subject);
  const absl::Status undone = RemoveCreated(operation, creation);
  if (undone.ok()) return failure;
  return WithMessage(
      failure,
      absl::StrCat(failure.message(), "; its container is left (",
                   undone.message(), "): 'minidcos destroy-loopback-sidecar ",
                   options.name, "' removes it"));
}

absl::StatusOr<std::vector<std::string>> ListSidecars(const Context& ctx,
                                                      DockerClient& docker) {
  ASSIGN_OR_RETURN(
      const docker::ContainerList list,
      docker.ListContainers(ctx, {{"label", {kSidecarNameLabel}}}));
  std::set<std::string> names;
  for (const docker::ContainerSummary& container : list.items()) {
    // Whatever the engine was asked for, its answer is what it is.
    const auto label = container.labels().find(kSidecarNameLabel);
    if (label != container.labels().end()) names.insert(label->second);
  }
  return std::vector<std::string>(names.begin(), names.end());
}

absl::Status DestroySidecar(const Context& ctx, DockerClient& docker,
                            const std::string& name) {
  ASSIGN_OR_RETURN(const docker::ContainerList found, Find(ctx, docker, name));
  std::vector<std::string> ids;
  for (const docker::ContainerSummary& container : found.items()) {
    ids.push_back(container.id());
  }
  if (!ids.empty()) {
    return Annotate(NotOfTheArguments(RemoveContainers(ctx, docker, ids)),
                    absl::StrCat("sidecar '", name, "'"));
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> names,
                   ListSidecars(ctx, docker));
  return absl::NotFoundError(absl::StrCat(
      "no such sidecar: '", name, "' (there ",
      names.empty() ? "is none"
                    : absl::StrCat("are: ", absl::StrJoin(names, ", ")),
      ")"));
}

}  // namespace minidcos
