#include "common/dcos/install/dcos_plan.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/cluster/operation.h"
#include "common/dcos/config/config.h"
#include "common/dcos/config/extra_config.h"
#include "common/dcos/install/dcos_options.h"
#include "common/dcos/installer/installer.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::Status CheckVariant(const Installer& installer) {
  if (installer.variant() == DcosVariant::kOpen) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'", installer.path(),
                   "' is an installer of DC/OS Enterprise: only open DC/OS can "
                   "be installed so far"));
}

}  // namespace

absl::StatusOr<DcosPlan> PlanDcos(const Operation&,
                                  const DcosOptions& options) {
  ASSIGN_OR_RETURN(Installer installer, Installer::Open(options.installer));
  RETURN_IF_ERROR(CheckVariant(installer));
  DcosConfig extra_config;
  if (!options.extra_config.empty()) {
    ASSIGN_OR_RETURN(extra_config, ReadExtraConfig(options.extra_config));
  }
  return DcosPlan{options, std::move(installer), std::move(extra_config)};
}

}  // namespace minidcos
