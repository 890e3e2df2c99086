#include "tools/config_flags.h"

#include <vector>

#include "common/cli/flags.h"
#include "common/dcos/config/user_config.h"

namespace minidcos {

std::vector<Flag> ConfigFlags(ConfigOptions& options) {
  return {
      {.name = "extra-config",
       .target = &options.extra_config,
       .value = "FILE",
       .help = "a YAML map whose keys go into config.yaml"},
      {.name = "genconf-dir",
       .target = &options.genconf_dir,
       .value = "DIR",
       .help = "a folder whose files and folders go into genconf/: "
               "certificates, check_bins/, an ip-detect"},
      {.name = "ip-detect",
       .target = &options.ip_detect,
       .value = "FILE",
       .help = "the script that prints a node's address on it; counts "
               "before the one of --genconf-dir"},
      {.name = "resolver",
       .target = &options.resolvers,
       .value = "IP[:PORT]",
       .help = "a name server for DC/OS to ask, in place of this machine's"},
      {.name = "security-mode",
       .target = &options.security_mode,
       .value = "MODE",
       .help = "how DC/OS Enterprise is secured",
       .choices = {"disabled", "permissive", "strict"}},
      {.name = "license-key",
       .target = &options.license_key,
       .value = "FILE",
       .help = "the license of DC/OS Enterprise, which 1.11 and newer want",
       .environment = "DCOS_LICENSE_KEY_PATH"}};
}

}  // namespace minidcos
