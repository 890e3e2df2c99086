#include "common/doctor/probe.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/process_id.h"
#include "common/base/random_id.h"
#include "common/base/sha256.h"
#include "common/base/tar.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/labels.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/privileges.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/doctor/embedded_probe.h"
#include "common/doctor/probe_report.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr absl::Duration kCreateTimeout = absl::Seconds(30);
// A loaded machine takes seconds.
constexpr absl::Duration kRunTimeout = absl::Seconds(30);
constexpr char kEndOfReport[] = "\nend=\n";

// Everything that the container prints until it has printed `end`, or ends.
absl::StatusOr<std::string> ReadUntil(const Context& ctx, EngineStream& output,
                                      absl::string_view end) {
  std::string said;
  while (end.empty() || !absl::StrContains(said, end)) {
    ASSIGN_OR_RETURN(const EngineStream::Piece piece, output.Read(ctx));
    if (piece.bytes.empty()) break;
    absl::StrAppend(&said, piece.bytes);
  }
  return said;
}

// The container with these privileges, running.
absl::StatusOr<std::unique_ptr<EngineStream>> Start(
    const Operation& operation, docker::CreateContainerRequest request,
    const std::string& creation, ProbeRun& run) {
  DockerClient& docker = operation.docker;
  ApplyPrivileges(run.privileges, *request.mutable_host_config());
  ASSIGN_OR_RETURN(run.container_id, CreateProbe(operation, request, creation));
  ASSIGN_OR_RETURN(std::unique_ptr<EngineStream> output,
                   docker.AttachContainer(operation.ctx, run.container_id, {}));
  run.before = absl::Now();
  RETURN_IF_ERROR(docker.StartContainer(operation.ctx, run.container_id));
  return output;
}

absl::StatusOr<std::string> AddressOf(const Operation& operation,
                                      const std::string& container) {
  ASSIGN_OR_RETURN(const docker::ContainerDetails details,
                   operation.docker.InspectContainer(operation.ctx, container));
  for (const auto& [name, endpoint] : details.network_settings().networks()) {
    if (!endpoint.ip_address().empty()) return endpoint.ip_address();
  }
  return std::string();
}

absl::StatusOr<ProbeRun> StartAndRead(const Operation& operation,
                                      const std::string& image,
                                      const std::string& creation) {
  ProbeRun run;
  run.word = RandomHex(32);
  docker::CreateContainerRequest request =
      ProbeRequest(image, creation, {"look", run.word});
  docker::HostConfig& host = *request.mutable_host_config();
  // If we are killed, the engine tidies up.
  host.set_auto_remove(true);
  docker::Mount& volume = *host.add_mounts();
  volume.set_type("volume");
  volume.set_target("/volume");
  *volume.mutable_volume_options()->mutable_labels() = request.labels();
  absl::StatusOr<std::unique_ptr<EngineStream>> output =
      absl::InternalError("no privileges to try");
  for (const Privileges& privileges :
       PrivilegesToTry(operation.docker.host())) {
    run.privileges = privileges;
    output = Start(operation, request, creation, run);
    if (!IsRefusalOfPrivileges(output.status())) break;
  }
  RETURN_IF_ERROR(operation.ctx.Check());
  if (IsRefusalOfPrivileges(output.status())) {
    return absl::PermissionDeniedError(output.status().message());
  }
  RETURN_IF_ERROR(NotOfTheArguments(output.status()));
  ASSIGN_OR_RETURN(const std::string text,
                   ReadUntil(operation.ctx, **output, kEndOfReport));
  run.after = absl::Now();
  if (!absl::StrContains(text, kEndOfReport)) {
    return absl::FailedPreconditionError(
        absl::StrCat("the probe's container ended, saying '", text, "'"));
  }
  run.report = ProbeReport::Parse(text);
  ASSIGN_OR_RETURN(run.address, AddressOf(operation, run.container_id));
  return run;
}

}  // namespace

absl::StatusOr<absl::string_view> ProbeProgram() {
  const absl::string_view program = EmbeddedProbe().front().content;
  if (!program.empty()) return program;
  return absl::UnimplementedError(
      "this minidcos was built on macOS without a compiler for Linux, and so "
      "has no program to look with: see docs/macos.md");
}

absl::Status ImportProbe(const Context& ctx, DockerClient& docker,
                         const std::string& reference) {
  ASSIGN_OR_RETURN(const absl::string_view program, ProbeProgram());
  TarWriter writer;
  writer.AddFile(kProbePath + 1, program, 0755);
  ASSIGN_OR_RETURN(std::string rest, writer.Finish());
  const std::string label =
      absl::StrCat("LABEL ", kImageRecipeLabel, "=", HexSha256(rest));
  return NotOfTheArguments(Annotate(
      docker.ImportImage(
          ctx, reference, {label}, [&rest] { return std::exchange(rest, ""); },
          [](const docker::BuildProgress&) {}),
      "importing an image"));
}

docker::CreateContainerRequest ProbeRequest(
    const std::string& image, const std::string& creation,
    const std::vector<std::string>& words) {
  docker::CreateContainerRequest request;
  request.set_image(image);
  request.add_entrypoint(kProbePath);
  for (const std::string& word : words) request.add_cmd(word);
  auto& labels = *request.mutable_labels();
  labels[kSchemaLabel] = absl::StrCat(kSchemaVersion);
  labels[kCreationLabel] = creation;
  labels[kCreatorLabel] = ThisProcess();
  labels[kCreatedLabel] =
      absl::FormatTime(absl::RFC3339_sec, absl::Now(), absl::UTCTimeZone());
  // As PID 1 it minds no other, for which podman would wait.
  request.set_stop_signal("SIGKILL");
  // Or an engine's own init would be PID 1.
  request.mutable_host_config()->set_init(false);
  return request;
}

absl::StatusOr<std::string> CreateProbe(
    const Operation& operation, const docker::CreateContainerRequest& request,
    const std::string& creation) {
  RETURN_IF_ERROR(operation.ctx.Check());
  ASSIGN_OR_RETURN(const docker::CreateContainerResponse made,
                   operation.docker.CreateContainer(
                       operation.cleanup_ctx.WithTimeout(kCreateTimeout),
                       absl::StrCat("minidcos-probe-", creation.substr(0, 12),
                                    "-", RandomHex(4)),
                       request));
  return made.id();
}

absl::StatusOr<ProbeRun> RunProbe(const Operation& operation,
                                  const std::string& image,
                                  const std::string& creation) {
  const absl::Duration limit = std::min(kRunTimeout, operation.ctx.Remaining());
  absl::StatusOr<ProbeRun> run =
      StartAndRead({operation.ctx.WithTimeout(limit), operation.cleanup_ctx,
                    operation.docker, operation.progress},
                   image, creation);
  if (absl::IsDeadlineExceeded(run.status())) {
    return absl::DeadlineExceededError(
        absl::StrFormat("the engine does not start a container within %.0f s",
                        absl::ToDoubleSeconds(limit)));
  }
  // The kernel's words, from the engine or from inside the container.
  if (absl::StrContains(run.status().message(), "exec format error")) {
    return absl::UnimplementedError(absl::StrCat(
        "the engine's machine has another processor than this one, for which "
        "there is no program to look with: ",
        run.status().message()));
  }
  return run;
}

absl::StatusOr<std::string> AskProbe(const Operation& operation,
                                     const std::string& image,
                                     const std::string& creation,
                                     const std::vector<std::string>& words) {
  docker::CreateContainerRequest request = ProbeRequest(image, creation, words);
  request.mutable_host_config()->set_auto_remove(true);
  ASSIGN_OR_RETURN(const std::string container,
                   CreateProbe(operation, request, creation));
  ASSIGN_OR_RETURN(
      const std::unique_ptr<EngineStream> output,
      operation.docker.AttachContainer(operation.ctx, container, {}));
  RETURN_IF_ERROR(operation.docker.StartContainer(operation.ctx, container));
  return ReadUntil(operation.ctx, *output, "");
}

}  // namespace minidcos
