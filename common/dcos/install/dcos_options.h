// What DC/OS is to be like, whatever it is installed on.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_DCOS_OPTIONS_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_DCOS_OPTIONS_H_

#include "absl/time/time.h"
#include "common/dcos/config/user_config.h"
#include "common/dcos/installer/find_installer.h"
#include "common/dcos/wait/wait.h"

namespace minidcos {

struct DcosOptions {
  InstallerOptions installer;
  ConfigOptions config;
  // Whether to wait until DC/OS is ready, how, and how long at most.
  bool wait = false;
  WaitOptions wait_options;
  absl::Duration wait_timeout = absl::Hours(1);
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_DCOS_OPTIONS_H_
