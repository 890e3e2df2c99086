#include "tools/dcos_flags.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/cli/flags.h"
#include "common/dcos/install/dcos_options.h"
#include "common/status/status_macros.h"
#include "tools/config_flags.h"
#include "tools/installer_flags.h"
#include "tools/superuser_flags.h"
#include "tools/wait_flags.h"

namespace minidcos {

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

absl::StatusOr<DcosOptions> ReadDcosFlags(const DcosFlagValues& values,
                                          const std::string& installer) {
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
