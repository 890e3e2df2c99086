// The flags that say which installer, and what it must be.

#ifndef MINIDCOS_TOOLS_INSTALLER_FLAGS_H_
#define MINIDCOS_TOOLS_INSTALLER_FLAGS_H_

#include <string>
#include <vector>

#include "common/cli/flags.h"
#include "common/dcos/installer/find_installer.h"

namespace minidcos {

struct InstallerFlagValues {
  std::string checksum;
  std::string variant = "auto";
};

// --installer-checksum alone, and with --variant. They set `values`, which must
// outlive their reading.
Flag InstallerChecksumFlag(InstallerFlagValues& values);
std::vector<Flag> InstallerFlags(InstallerFlagValues& values);

// The options that `values` mean, for the installer at `source`.
InstallerOptions ReadInstallerFlags(const InstallerFlagValues& values,
                                    const std::string& source);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_INSTALLER_FLAGS_H_
