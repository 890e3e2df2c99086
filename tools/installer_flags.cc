#include "tools/installer_flags.h"

#include <string>
#include <vector>

#include "common/cli/flags.h"
#include "common/dcos/installer/find_installer.h"

namespace minidcos {

Flag InstallerChecksumFlag(InstallerFlagValues& values) {
  return {.name = "installer-checksum",
          .target = &values.checksum,
          .value = "sha256:HEX",
          .help = "the checksum that the installer must have"};
}

std::vector<Flag> InstallerFlags(InstallerFlagValues& values) {
  return {InstallerChecksumFlag(values),
          {.name = "variant",
           .target = &values.variant,
           .value = "NAME",
           .help = "which DC/OS the installer must be of; auto takes either",
           .choices = {"auto", "oss", "enterprise"}}};
}

InstallerOptions ReadInstallerFlags(const InstallerFlagValues& values,
                                    const std::string& source) {
  InstallerOptions options = {.source = source, .checksum = values.checksum};
  if (values.variant == "oss") options.variant = VariantChoice::kOpen;
  if (values.variant == "enterprise") {
    options.variant = VariantChoice::kEnterprise;
  }
  return options;
}

}  // namespace minidcos
