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
       {{.name = "wait-for-dcos",
         .target = &options.wait,
         .help = "end only when DC/OS is ready"}}}};
  for (const Flag& flag : WaitForDcosFlags(values.wait)) {
    groups.back().flags.push_back(flag);
  }
  groups.push_back({"DC/OS Enterprise", SuperuserFlags(values.superuser)});
  return groups;
}

absl::StatusOr<DcosOptions> ReadDcosFlags(const DcosFlagValues& values,
                                          const std::string& installer) {
  DcosOptions options = values.options;
  options.installer = ReadInstallerFlags(values.installer, installer);
  options.wait_options = values.wait.options;
  options.wait_timeout = values.wait.timeout;
  ASSIGN_OR_RETURN(options.config.superuser,
                   ReadSuperuserFlags(values.superuser));
  options.wait_options.superuser = options.config.superuser;
  return options;
}

}  // namespace minidcos
