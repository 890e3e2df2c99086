#include "common/dcos/install/installer_on_host.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/subprocess.h"
#include "common/cluster/cluster.h"
#include "common/cluster/remove_workspace.h"
#include "common/dcos/config/user_config.h"
#include "common/dcos/install/installer_site.h"
#include "common/dcos/installer/run_installer.h"
#include "common/status/status_macros.h"

namespace minidcos {

InstallerOnHost::~InstallerOnHost() {
  // The image is in the engine by then: its tar, a gigabyte, is of no more use.
  RemoveTree(absl::StrCat(workspace_.path, "/", installer_.payload()))
      .IgnoreError();
}

absl::Status InstallerOnHost::Prepare() {
  // One that was killed outright has left its container, of which the name
  // would be taken.
  const absl::Status removed = operation_.docker.RemoveContainer(
      operation_.ctx, InstallerContainer(cluster_.id));
  return absl::IsNotFound(removed) ? absl::OkStatus() : removed;
}

absl::Status InstallerOnHost::Configure(const UserConfig& config) {
  RETURN_IF_ERROR(EmptyGenconf(operation_.ctx, operation_.docker, workspace_,
                               cluster_.image));
  return WriteGenconfFolder(operation_.ctx, config, cluster_.nodes(), serve(),
                            workspace_.genconf());
}

absl::StatusOr<std::string> InstallerOnHost::Run(
    const std::vector<std::string>& arguments, Progress::Step& step) {
  ASSIGN_OR_RETURN(const SubprocessResult result,
                   RunInstaller(operation_, installer_,
                                {.directory = workspace_.path,
                                 .container = InstallerContainer(cluster_.id),
                                 .words = arguments},
                                step));
  return JudgeInstaller(result.exit_code, result.stdout_text,
                        result.stderr_text);
}

}  // namespace minidcos
