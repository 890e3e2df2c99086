#include "tools/dcos_flags.h"

#include <string>
#include <vector>

#include "common/cli/flags.h"
#include "common/dcos/install/dcos_options.h"
#include "tools/config_flags.h"
#include "tools/wait_flags.h"

namespace minidcos {

std::vector<FlagGroup> DcosFlags(DcosFlagValues& values) {
  DcosOptions& options = values.options;
  std::vector<FlagGroup> groups = {
      {"Configuration of DC/OS", ConfigFlags(options.config)},
      {"DC/OS",
       {{.name = "wait-for-dcos",
         .target = &options.wait,
         .help = "end only when DC/OS is ready"}}}};
  for (const Flag& flag : WaitForDcosFlags(values.wait)) {
    groups.back().flags.push_back(flag);
  }
  return groups;
}

DcosOptions ReadDcosFlags(const DcosFlagValues& values,
                          const std::string& installer) {
  DcosOptions options = values.options;
  options.installer = installer;
  options.wait_options = values.wait.options;
  options.wait_timeout = values.wait.timeout;
  options.config.superuser = options.wait_options.superuser;
  return options;
}

}  // namespace minidcos
