#include "tools/create/create.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/base/shell_quote.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/provision/provision.h"
#include "common/cluster/workspace.h"
#include "common/dcos/config/config.h"
#include "common/dcos/config/extra_config.h"
#include "common/dcos/config/resolvers.h"
#include "common/dcos/install/genconf.h"
#include "common/dcos/install/install.h"
#include "common/dcos/installer/installer.h"
#include "common/dcos/wait/wait.h"
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

// Whether the engine is on this machine: then a file that we write into the
// serve folder is in the nodes as well. That a path of ours was accepted proves
// little.
absl::StatusOr<bool> SharesOurFiles(const Operation& operation,
                                    const NewCluster& made) {
  if (!made.serve_is_shared) return false;
  const std::string& nonce = made.creation.word;
  const std::string file =
      absl::StrCat(made.creation.workspace.serve(), "/", nonce);
  RETURN_IF_ERROR(WriteFile(file, "", 0600));
  ASSIGN_OR_RETURN(
      const bool seen,
      operation.docker.PathExists(operation.ctx,
                                  made.cluster.masters.front().container_id(),
                                  absl::StrCat(kServeMount, "/", nonce)));
  RETURN_IF_ERROR(RemoveTree(file));
  return seen;
}

// From bare nodes to nodes on which DC/OS sets itself up.
absl::Status Install(const Operation& operation, const NewCluster& made,
                     const Installer& installer, const DcosConfig& extra) {
  ASSIGN_OR_RETURN(const bool is_local, SharesOurFiles(operation, made));
  if (!is_local) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the engine at '", operation.docker.host(),
        "' does not see this machine's files, through which DC/OS is "
        "installed: run this on the engine's machine"));
  }
  DcosConfig config = DefaultDcosConfig(made.cluster.nodes(), HostResolvers());
  Override(config, extra);
  RETURN_IF_ERROR(Genconf(operation, installer,
                          {.directory = made.creation.workspace.path,
                           .cluster_id = made.cluster.id,
                           .config = ConfigYaml(config),
                           .ip_detect = std::string(DefaultIpDetect())}));
  return InstallDcos(operation.ctx, made.cluster.nodes(), operation.progress);
}

}  // namespace

absl::Status CreateCluster(const Operation& operation,
                           const CreateOptions& options) {
  RETURN_IF_ERROR(CheckClusterOptions(options.cluster));
  RETURN_IF_ERROR(CheckMasterCount(options.cluster.masters));
  ASSIGN_OR_RETURN(const Installer installer,
                   Installer::Open(options.installer));
  RETURN_IF_ERROR(CheckVariant(installer));
  DcosConfig extra;
  if (!options.extra_config.empty()) {
    ASSIGN_OR_RETURN(extra, ReadExtraConfig(options.extra_config));
  }
  const std::string& parent = options.cluster.backend.workspace_dir;
  RETURN_IF_ERROR(CheckGenconf(operation.ctx,
                               parent.empty() ? TemporaryDirectory() : parent));
  const auto finish = [&](const NewCluster& made) -> absl::Status {
    RETURN_IF_ERROR(Install(operation, made, installer, extra));
    if (!options.wait) return absl::OkStatus();
    return WaitForDcos(operation.ctx.WithTimeout(options.wait_timeout),
                       operation.cleanup_ctx, made.cluster.nodes(),
                       options.wait_options, operation.progress);
  };
  RETURN_IF_ERROR(ProvisionCluster(operation, options.cluster, finish));
  if (!options.wait) {
    operation.progress.Note(absl::StrCat(
        "DC/OS is setting itself up: 'minidcos wait --cluster-id ",
        ShellQuote(options.cluster.id), "' waits until it is ready"));
  }
  return absl::OkStatus();
}

}  // namespace minidcos
