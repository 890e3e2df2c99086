#include "common/dcos/installer/ask_variant.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/json.h"
#include "common/base/progress.h"
#include "common/base/random_id.h"
#include "common/base/subprocess.h"
#include "common/base/temporary_folder.h"
#include "common/cluster/operation.h"
#include "common/dcos/dcos.pb.h"
#include "common/dcos/installer/installer.h"
#include "common/dcos/installer/run_installer.h"
#include "common/dcos/output_tail.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kShownLines = 30;

absl::StatusOr<DcosVariant> Parse(const SubprocessResult& result) {
  dcos::InstallerVersion version;
  absl::Status failed;
  if (result.exit_code != 0) {
    failed = absl::FailedPreconditionError(
        absl::StrCat("it exited with code ", result.exit_code));
  } else if (!ParseJson(result.stdout_text, version).ok()) {
    failed = absl::FailedPreconditionError("it did not print JSON");
  } else if (version.variant().empty()) {
    return DcosVariant::kOpen;
  } else if (version.variant() == "ee") {
    return DcosVariant::kEnterprise;
  } else {
    failed = absl::FailedPreconditionError(
        absl::StrCat("'", version.variant(), "' is no variant that we know"));
  }
  SetOutput(failed,
            OutputTail(result.stdout_text, result.stderr_text, kShownLines));
  return failed;
}

absl::StatusOr<DcosVariant> Ask(const Operation& operation,
                                const Installer& installer,
                                Progress::Step& step) {
  ASSIGN_OR_RETURN(const TemporaryFolder folder,
                   TemporaryFolder::Make("version"));
  const InstallerRun run = {
      .directory = folder.path(),
      .container = absl::StrCat("minidcos-", RandomHex(8), "-installer"),
      .words = {"--version"}};
  // The first run unpacks the image, of which it tells on standard output.
  RETURN_IF_ERROR(RunInstaller(operation, installer, run, step).status());
  ASSIGN_OR_RETURN(const SubprocessResult result,
                   RunInstaller(operation, installer, run, step));
  return Parse(result);
}

}  // namespace

absl::StatusOr<DcosVariant> AskVariant(const Operation& operation,
                                       const Installer& installer) {
  const auto step =
      operation.progress.Begin("Asking the installer for its variant");
  const absl::StatusOr<DcosVariant> variant = Ask(operation, installer, *step);
  RETURN_IF_ERROR(operation.ctx.Check());
  if (!variant.ok()) {
    return WithCode(
        WithMessage(
            variant.status(),
            absl::StrCat("cannot tell the variant of '", installer.name(),
                         "' by its --version: ", variant.status().message(),
                         "; give --variant oss or --variant enterprise")),
        absl::StatusCode::kFailedPrecondition);
  }
  step->Done();
  return variant;
}

}  // namespace minidcos
