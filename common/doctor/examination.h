// What the checks of one run share: the engine, and facts that several of them
// want, each found once, by whoever asks first.

#ifndef MINIDCOS_COMMON_DOCTOR_EXAMINATION_H_
#define MINIDCOS_COMMON_DOCTOR_EXAMINATION_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/engine_choice.h"
#include "common/base/progress.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/operation.h"
#include "common/docker/client.h"
#include "common/doctor/engine_info.pb.h"
#include "common/doctor/lazy.h"
#include "common/doctor/probe.h"

namespace minidcos {

struct ExaminationOptions {
  // Which engine.
  EngineChoice engine;
  // Where folders for clusters' large files are made; empty for $TMPDIR, else
  // /tmp.
  std::string workspace_dir;
  // Where what node images are made of comes from.
  ImageSources sources;
};

// Safe to use from several threads at once.
class Examination {
 public:
  // `ctx` ends the checks, `cleanup_ctx` the removal of what they made.
  // `progress` is told of by operations.
  Examination(const Context& ctx, const Context& cleanup_ctx,
              ExaminationOptions options, Progress& progress = NoProgress());
  Examination(const Examination&) = delete;
  Examination& operator=(const Examination&) = delete;

  const Context& ctx() const { return ctx_; }
  const ExaminationOptions& options() const { return options_; }

  // Why there is no engine; OK if it answers.
  absl::Status EngineStatus();

  // The engine. kUnavailable, "no engine", if it does not answer.
  absl::StatusOr<DockerClient*> Engine();

  absl::StatusOr<doctor::EngineInfo> Info();

  // The probe's container, which runs on (probe.h).
  absl::StatusOr<ProbeRun> Probe();

  // Runs the probe with `words`, to its end, and returns what it prints.
  absl::StatusOr<std::string> Ask(const std::vector<std::string>& words);

  // The engine as operations want it.
  absl::StatusOr<Operation> EngineOperation();

  // The image of the probe, and the label kCreationLabel of what is made.
  absl::StatusOr<std::string> ProbeImage();
  const std::string& creation() const { return creation_; }

  // Removes whatever the checks have made. The error says what is left.
  absl::Status CleanUp();

 private:
  const Context ctx_;
  const Context cleanup_ctx_;
  const ExaminationOptions options_;
  Progress& progress_;
  const std::string creation_;
  Lazy<std::shared_ptr<DockerClient>> engine_;
  Lazy<doctor::EngineInfo> info_;
  Lazy<std::string> image_;
  Lazy<ProbeRun> probe_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_EXAMINATION_H_
