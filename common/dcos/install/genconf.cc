#include "common/dcos/install/genconf.h"

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/subprocess.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/dcos/installer/installer.h"
#include "common/dcos/installer/run_installer.h"
#include "common/dcos/output_tail.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kShownLines = 30;

absl::Status Judge(const SubprocessResult& result) {
  if (result.exit_code == 0) return absl::OkStatus();
  absl::Status failed = absl::FailedPreconditionError(
      absl::StrCat("generating the DC/OS configuration: the installer exited "
                   "with code ",
                   result.exit_code));
  SetOutput(failed,
            OutputTail(result.stdout_text, result.stderr_text, kShownLines));
  return failed;
}

}  // namespace

absl::Status CheckGenconf(const Context& ctx, absl::string_view directory) {
  return CheckInstallerRun(ctx, directory);
}

absl::Status Genconf(const Operation& operation, const Installer& installer,
                     const GenconfOptions& options) {
  const auto step =
      operation.progress.Begin("Generating the DC/OS configuration");
  // The image is in the engine by then: its tar, a gigabyte, is of no more use.
  const absl::Cleanup tidy = [&] {
    RemoveTree(absl::StrCat(options.directory, "/", installer.payload()))
        .IgnoreError();
  };
  ASSIGN_OR_RETURN(
      const SubprocessResult result,
      RunInstaller(operation, installer,
                   {.directory = options.directory,
                    .container = InstallerContainer(options.cluster_id),
                    .words = {"-v", "--genconf"}},
                   *step));
  RETURN_IF_ERROR(Judge(result));
  step->Done();
  return absl::OkStatus();
}

}  // namespace minidcos
