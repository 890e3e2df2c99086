#include "tools/dcos_flags.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/cli/flags.h"
#include "common/dcos/install/dcos_options.h"
#include "common/status/status_macros.h"
#include "tools/config_flags.h"
#include "tools/installer_flags.h"
#include "tools/superuser_flags.h"
#include "tools/wait_flags.h"

namespace minidcos {
namespace {

absl::Status UseForTemporaryFiles(const std::string& folder) {
  if (folder.empty()) return absl::OkStatus();
  const std::string context = absl::StrCat("workspace folder '", folder, "'");
  struct stat status = {};
  if (stat(folder.c_str(), &status) != 0) return ErrnoStatus(errno, context);
  if (!S_ISDIR(status.st_mode) || access(folder.c_str(), W_OK | X_OK) != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(context, " is not a folder that can be written to"));
  }
  setenv("TMPDIR", folder.c_str(), /*overwrite=*/1);
  return absl::OkStatus();
}

}  // namespace

std::vector<FlagGroup> DcosFlags(DcosFlagValues& values) {
  DcosOptions& options = values.options;
  std::vector<FlagGroup> groups = {
      {"INSTALLER: a path, or an http or https URL",
       InstallerFlags(values.installer)},
      {"Configuration of DC/OS", ConfigFlags(options.config)},
      {"DC/OS",
       {{.name = "genconf-on",
         .target = &values.genconf_on,
         .value = "WHERE",
         .help = "where the installer runs: host (this machine, with its "
                 "docker command), node (in master_0), or auto, host if it can",
         .choices = {"auto", "host", "node"}},
        {.name = "wait-for-dcos",
         .target = &options.wait,
         .help = "end only when DC/OS is ready"}}}};
  for (const Flag& flag : WaitForDcosFlags(values.wait)) {
    groups.back().flags.push_back(flag);
  }
  groups.push_back({"DC/OS Enterprise", SuperuserFlags(values.superuser)});
  return groups;
}

std::vector<FlagGroup> InstallFlags(DcosFlagValues& values) {
  std::vector<FlagGroup> groups = DcosFlags(values);
  groups.push_back(
      {"Files for masters",
       {{.name = "copy-to-master",
         .target = &values.options.copy_to_master,
         .value = "SRC:DST",
         .help = "a file or folder that every master gets at DST, an absolute "
                 "path, before DC/OS is installed"}}});
  return groups;
}

FlagGroup WorkspaceFlags(DcosFlagValues& values) {
  return {"Temporary files",
          {{.name = "workspace-dir",
            .target = &values.workspace_dir,
            .value = "DIR",
            .help = "where the folder for large temporary files is made; "
                    "$TMPDIR, else /tmp, without it"}}};
}

absl::StatusOr<DcosOptions> ReadDcosFlags(const DcosFlagValues& values,
                                          const std::string& installer) {
  RETURN_IF_ERROR(UseForTemporaryFiles(values.workspace_dir));
  DcosOptions options = values.options;
  options.installer = ReadInstallerFlags(values.installer, installer);
  if (values.genconf_on == "host") options.genconf_on = GenconfPlace::kHost;
  if (values.genconf_on == "node") options.genconf_on = GenconfPlace::kNode;
  options.wait_options = values.wait.options;
  options.wait_timeout = values.wait.timeout;
  ASSIGN_OR_RETURN(options.config.superuser,
                   ReadSuperuserFlags(values.superuser));
  options.wait_options.superuser = options.config.superuser;
  return options;
}

}  // namespace minidcos
