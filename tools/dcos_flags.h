// The flags that create, install and upgrade share: which DC/OS, and how.
//
//   DcosFlagValues values;
//   ... .flags = DcosFlags(values) ...
//   ASSIGN_OR_RETURN(const DcosOptions options,
//                    ReadDcosFlags(values, app.args().front()));

#ifndef MINIDCOS_TOOLS_DCOS_FLAGS_H_
#define MINIDCOS_TOOLS_DCOS_FLAGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/cli/flags.h"
#include "common/dcos/install/dcos_options.h"
#include "tools/installer_flags.h"
#include "tools/superuser_flags.h"
#include "tools/wait_flags.h"

namespace minidcos {

struct DcosFlagValues {
  // What a flag's word is taken for as it is.
  DcosOptions options;
  InstallerFlagValues installer;
  WaitFlags wait;
  SuperuserFlagValues superuser;
  std::string genconf_on = "auto";
  // Where folders for large temporary files are made; empty for $TMPDIR.
  std::string workspace_dir;
};

// Flags that set `values`, which must outlive their reading.
std::vector<FlagGroup> DcosFlags(DcosFlagValues& values);

// The same, with what is of use only where DC/OS is installed afresh.
std::vector<FlagGroup> InstallFlags(DcosFlagValues& values);

// --workspace-dir, for tools that make no cluster: theirs is another (cluster
// options).
FlagGroup WorkspaceFlags(DcosFlagValues& values);

// The options that `values` mean, with the installer that the user names. From
// now on, values.workspace_dir is this process's $TMPDIR, and that of the
// programs it runs. Fails as ReadSuperuserFlags() does; kNotFound if the folder
// is not there, kInvalidArgument if it is none that can be written to.
absl::StatusOr<DcosOptions> ReadDcosFlags(const DcosFlagValues& values,
                                          const std::string& installer);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_DCOS_FLAGS_H_
