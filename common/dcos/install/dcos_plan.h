// What is known of an installation before anything is touched.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_DCOS_PLAN_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_DCOS_PLAN_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/cluster/operation.h"
#include "common/dcos/config/user_config.h"
#include "common/dcos/install/copies.h"
#include "common/dcos/install/dcos_options.h"
#include "common/dcos/installer/installer.h"

namespace minidcos {

struct DcosPlan {
  DcosOptions options;
  Installer installer;
  UserConfig config;
  std::vector<Copy> copies;
};

// Reads and checks all that `options` name; downloads the installer.
// kInvalidArgument and kNotFound say what is wrong with which of them.
absl::StatusOr<DcosPlan> PlanDcos(const Operation& operation,
                                  const DcosOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_DCOS_PLAN_H_
