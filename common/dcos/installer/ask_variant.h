// The variant of an installer whose second line does not tell it.

#ifndef MINIDCOS_COMMON_DCOS_INSTALLER_ASK_VARIANT_H_
#define MINIDCOS_COMMON_DCOS_INSTALLER_ASK_VARIANT_H_

#include "absl/status/statusor.h"
#include "common/cluster/operation.h"
#include "common/dcos/installer/installer.h"

namespace minidcos {

// Runs the installer's `--version` in a folder of its own (run_installer.h),
// which loads its image into the engine: that takes minutes for a real one.
// kFailedPrecondition, with what it printed (GetOutput), if it cannot be run or
// tells no variant that we know.
absl::StatusOr<DcosVariant> AskVariant(const Operation& operation,
                                       const Installer& installer);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALLER_ASK_VARIANT_H_
