#include "tools/with/with_flags.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/random_id.h"
#include "common/cli/flags.h"
#include "common/status/status_macros.h"
#include "tools/cluster_flags.h"
#include "tools/dcos_flags.h"
#include "tools/with/with.h"

namespace minidcos {

std::vector<FlagGroup> FlagsOfWith(WithFlags& flags) {
  flags.dcos.options.wait = true;
  std::vector<FlagGroup> groups = {
      {"With DC/OS, and if CMD fails",
       {{.name = "installer",
         .target = &flags.installer,
         .value = "INSTALLER",
         .help = "install DC/OS from it; without, the nodes are bare"},
        {.name = "bundle-on-failure",
         .target = &flags.bundle,
         .value = "FILE",
         .help = "if the cluster cannot be made or CMD fails, write what "
                 "minidcos-logs --bundle does, in place of a file of that "
                 "name"}}}};
  for (FlagGroup& group : ClusterFlags(flags.cluster)) {
    for (Flag& flag : group.flags) {
      if (flag.name != "keep-on-failure") continue;
      flag.help = "keep the nodes if the cluster cannot be made or CMD fails";
    }
    groups.push_back(std::move(group));
  }
  for (FlagGroup& group : InstallFlags(flags.dcos)) {
    for (Flag& flag : group.flags) flag.given = &flags.given_of_dcos;
    groups.push_back(std::move(group));
  }
  return groups;
}

absl::StatusOr<WithOptions> ReadWithFlags(WithFlags& flags,
                                          const std::string& cluster_id,
                                          const std::string& transport) {
  WithOptions options;
  options.bundle = flags.bundle;
  RETURN_IF_ERROR(CheckWithOptions(options));
  const std::string id =
      cluster_id.empty() ? absl::StrCat("with-", RandomHex(8)) : cluster_id;
  ASSIGN_OR_RETURN(options.create.cluster,
                   ReadClusterFlags(flags.cluster, id, transport));
  if (flags.installer.empty()) {
    if (flags.given_of_dcos.empty()) return options;
    return absl::InvalidArgumentError(
        absl::StrCat("flag '--", flags.given_of_dcos,
                     "' is about DC/OS and needs '--installer'"));
  }
  flags.dcos.workspace_dir = options.create.cluster.backend.workspace_dir;
  ASSIGN_OR_RETURN(options.create.dcos,
                   ReadDcosFlags(flags.dcos, flags.installer));
  return options;
}

}  // namespace minidcos
