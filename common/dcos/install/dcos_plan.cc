#include "common/dcos/install/dcos_plan.h"

#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/cluster/operation.h"
#include "common/dcos/config/user_config.h"
#include "common/dcos/install/copies.h"
#include "common/dcos/install/dcos_options.h"
#include "common/dcos/installer/find_installer.h"
#include "common/dcos/installer/installer.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::StatusOr<DcosPlan> PlanDcos(const Operation& operation,
                                  const DcosOptions& options) {
  ASSIGN_OR_RETURN(std::vector<Copy> copies,
                   ParseCopies(options.copy_to_master));
  ASSIGN_OR_RETURN(Installer installer,
                   FindInstaller(operation, options.installer));
  ASSIGN_OR_RETURN(
      UserConfig config,
      ReadUserConfig(options.config, installer.variant(), operation.progress));
  return DcosPlan{options, std::move(installer), std::move(config),
                  std::move(copies)};
}

}  // namespace minidcos
