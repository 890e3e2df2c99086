#include "common/doctor/examination.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/base/random_id.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/undo.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/doctor/engine_info.pb.h"
#include "common/doctor/probe.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr absl::Duration kCleanUpTimeout = absl::Seconds(30);

absl::StatusOr<std::shared_ptr<DockerClient>> Connect(
    const Context& ctx, const EngineChoice& choice) {
  ASSIGN_OR_RETURN(std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(choice));
  RETURN_IF_ERROR(docker->Ping(ctx));
  return std::shared_ptr<DockerClient>(std::move(docker));
}

absl::StatusOr<doctor::EngineInfo> ReadInfo(const Context& ctx,
                                            DockerClient& docker) {
  std::string json;
  RETURN_IF_ERROR(docker.GetRaw(ctx, "/info", [&json](absl::string_view piece) {
    absl::StrAppend(&json, piece);
    return absl::OkStatus();
  }));
  doctor::EngineInfo info;
  RETURN_IF_ERROR(Annotate(ParseJson(json, info), "the engine's answer"));
  return info;
}

}  // namespace

Examination::Examination(const Context& ctx, const Context& cleanup_ctx,
                         ExaminationOptions options, Progress& progress)
    : ctx_(ctx),
      cleanup_ctx_(cleanup_ctx),
      options_(std::move(options)),
      progress_(progress),
      creation_(RandomHex(32)) {}

absl::Status Examination::EngineStatus() {
  return engine_.Get([this] { return Connect(ctx_, options_.engine); })
      .status();
}

absl::StatusOr<DockerClient*> Examination::Engine() {
  const absl::StatusOr<std::shared_ptr<DockerClient>>& engine =
      engine_.Get([this] { return Connect(ctx_, options_.engine); });
  RETURN_IF_ERROR(ctx_.Check());
  if (!engine.ok()) return absl::UnavailableError("no engine");
  return engine->get();
}

absl::StatusOr<Operation> Examination::EngineOperation() {
  ASSIGN_OR_RETURN(DockerClient* const docker, Engine());
  return Operation{ctx_, cleanup_ctx_, *docker, progress_};
}

absl::StatusOr<doctor::EngineInfo> Examination::Info() {
  ASSIGN_OR_RETURN(DockerClient* const docker, Engine());
  return info_.Get([&] { return ReadInfo(ctx_, *docker); });
}

absl::StatusOr<std::string> Examination::ProbeImage() {
  ASSIGN_OR_RETURN(DockerClient* const docker, Engine());
  // One for each run: no other doctor removes it.
  return image_.Get([&]() -> absl::StatusOr<std::string> {
    const std::string image =
        absl::StrCat(kProbeImages, ":", creation_.substr(0, 12));
    RETURN_IF_ERROR(ImportProbe(ctx_, *docker, image));
    return image;
  });
}

absl::StatusOr<ProbeRun> Examination::Probe() {
  ASSIGN_OR_RETURN(const Operation operation, EngineOperation());
  return probe_.Get([&]() -> absl::StatusOr<ProbeRun> {
    ASSIGN_OR_RETURN(const std::string image, ProbeImage());
    return RunProbe(operation, image, creation_);
  });
}

absl::StatusOr<std::string> Examination::Ask(
    const std::vector<std::string>& words) {
  ASSIGN_OR_RETURN(const Operation operation, EngineOperation());
  ASSIGN_OR_RETURN(const std::string image, ProbeImage());
  return AskProbe(operation, image, creation_, words);
}

absl::Status Examination::CleanUp() {
  bool was_made = true;
  const absl::StatusOr<std::string>& image =
      image_.Get([&was_made]() -> absl::StatusOr<std::string> {
        was_made = false;
        return std::string();
      });
  const absl::StatusOr<std::shared_ptr<DockerClient>>& engine = engine_.Get(
      [] { return absl::UnavailableError("nobody has asked for it"); });
  if (!was_made || !engine.ok()) return absl::OkStatus();
  const Context ctx = cleanup_ctx_.WithTimeout(kCleanUpTimeout);
  const Operation operation = {ctx, ctx, **engine, NoProgress()};
  const absl::Status containers = RemoveCreated(operation, creation_);
  // Also if its import failed, or was interrupted.
  absl::Status removed = (*engine)->RemoveImage(
      ctx, image.ok()
               ? *image
               : absl::StrCat(kProbeImages, ":", creation_.substr(0, 12)));
  if (absl::IsNotFound(removed)) removed = absl::OkStatus();
  const absl::Status all = FirstError({containers, removed});
  if (all.ok()) return all;
  return WithMessage(
      all, absl::StrCat("left behind: what the checks made (", all.message(),
                        "): 'minidcos clean --stale' removes containers, "
                        "'minidcos clean --images' images"));
}

}  // namespace minidcos
