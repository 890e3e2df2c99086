// What DC/OS is to be like, whatever it is installed on.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_DCOS_OPTIONS_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_DCOS_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/dcos/config/user_config.h"
#include "common/dcos/installer/find_installer.h"
#include "common/dcos/wait/wait.h"

namespace minidcos {

// Where the installer is run: on this machine, or in a node; the former if it
// can be (choose_site.h).
enum class GenconfPlace { kAuto, kHost, kNode };

struct DcosOptions {
  InstallerOptions installer;
  ConfigOptions config;
  GenconfPlace genconf_on = GenconfPlace::kAuto;
  // "SRC:DST" each: files for masters (copies.h).
  std::vector<std::string> copy_to_master;
  // Whether to wait until DC/OS is ready, how, and how long at most.
  bool wait = false;
  WaitOptions wait_options;
  absl::Duration wait_timeout = absl::Hours(1);
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_DCOS_OPTIONS_H_
