// The DC/OS installer that a user means.

#ifndef MINIDCOS_COMMON_DCOS_INSTALLER_FIND_INSTALLER_H_
#define MINIDCOS_COMMON_DCOS_INSTALLER_FIND_INSTALLER_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/cluster/operation.h"
#include "common/dcos/installer/installer.h"

namespace minidcos {

enum class VariantChoice { kAuto, kOpen, kEnterprise };

struct InstallerOptions {
  // A path, or an http or https URL.
  std::string source;
  // "sha256:<64 hexadecimal digits>", which the installer must have; empty for
  // any.
  std::string checksum = "";
  VariantChoice variant = VariantChoice::kAuto;
};

// Finds it, fetches it if it is a URL (installer_cache.h), checks it, and knows
// its variant: from its second line, else as the user says, else by
// AskVariant().
//
// kInvalidArgument for a bad checksum or source and for an installer of another
// variant than the user says; kFailedPrecondition for another checksum; else as
// Installer::Open(), FetchInstaller() and AskVariant() fail.
absl::StatusOr<Installer> FindInstaller(const Operation& operation,
                                        const InstallerOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALLER_FIND_INSTALLER_H_
