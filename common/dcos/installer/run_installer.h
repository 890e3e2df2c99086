// A DC/OS installer run on this machine.

#ifndef MINIDCOS_COMMON_DCOS_INSTALLER_RUN_INSTALLER_H_
#define MINIDCOS_COMMON_DCOS_INSTALLER_RUN_INSTALLER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/base/subprocess.h"
#include "common/cluster/operation.h"
#include "common/dcos/installer/installer.h"

namespace minidcos {

// The installer's name in the folder where it works, which has no space: old
// ones use $0 unquoted.
inline constexpr char kInstallerScript[] = "dcos_generate_config.sh";

// Shows the last line of a piece of output that has something on it.
void ShowLastLine(absl::string_view piece, Progress::Step& step);

struct InstallerRun {
  // Where it works: it reads and writes `genconf/` there, and unpacks
  // Installer::payload(), which stays.
  std::string directory;
  // What its own container is called.
  std::string container;
  // Its command line.
  std::vector<std::string> words;
};

// Whether an installer can be run on this machine in `directory`.
// kInvalidArgument, with the reason, for a directory whose path installers
// cannot cope with: they paste it unquoted into their `docker run -v`.
// kFailedPrecondition if there is no docker command.
absl::Status CheckInstallerRun(const Context& ctx, absl::string_view directory);

// Runs the installer to its end, against the engine of `operation.docker`,
// which must see this machine's files. The last line that it prints is shown on
// `step`. An exit code other than 0 is no error here; failing to run it is
// kFailedPrecondition. When operation.ctx ends, its container is removed. The
// image that it loads, if the engine had none of that name before, is noted as
// ours (kInstallerImages of common/cluster/image/image_labels.h).
absl::StatusOr<SubprocessResult> RunInstaller(const Operation& operation,
                                              const Installer& installer,
                                              const InstallerRun& run,
                                              Progress::Step& step);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALLER_RUN_INSTALLER_H_
