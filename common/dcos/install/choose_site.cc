#include "common/dcos/install/choose_site.h"

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/base/random_id.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/workspace.h"
#include "common/dcos/install/dcos_options.h"
#include "common/dcos/install/installer_in_node.h"
#include "common/dcos/install/installer_on_host.h"
#include "common/dcos/install/installer_site.h"
#include "common/dcos/installer/installer.h"
#include "common/dcos/installer/run_installer.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::StatusOr<std::optional<Workspace>> FindSharedWorkspace(
    const Operation& operation, const Cluster& cluster) {
  const absl::StatusOr<Workspace> workspace =
      OpenWorkspace(cluster.workspace, cluster.id);
  if (!workspace.ok()) return std::nullopt;
  const std::string nonce = RandomHex(32);
  const std::string file = absl::StrCat(workspace->serve(), "/", nonce);
  RETURN_IF_ERROR(WriteFile(file, "", 0600));
  const absl::StatusOr<bool> seen = operation.docker.PathExists(
      operation.ctx, cluster.masters.front().container_id(),
      absl::StrCat(kServeMount, "/", nonce));
  RETURN_IF_ERROR(RemoveTree(file));
  RETURN_IF_ERROR(seen.status());
  if (!*seen) return std::nullopt;
  return *workspace;
}

absl::StatusOr<std::unique_ptr<InstallerSite>> ChooseSite(
    const Operation& operation, GenconfPlace place, const Installer& installer,
    const Cluster& cluster, const std::optional<Workspace>& shared) {
  if (place == GenconfPlace::kHost && !shared.has_value()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the nodes at '", operation.docker.host(),
        "' do not see this machine's files, through which DC/OS is installed "
        "when its installer runs here: leave out --genconf-on=host"));
  }
  absl::Status possible = shared.has_value()
                              ? CheckInstallerRun(operation.ctx, shared->path)
                              : absl::UnavailableError("not shared");
  RETURN_IF_ERROR(operation.ctx.Check());
  if (place == GenconfPlace::kHost) RETURN_IF_ERROR(possible);
  if (place != GenconfPlace::kNode && possible.ok()) {
    return std::make_unique<InstallerOnHost>(operation, installer, cluster,
                                             *shared);
  }
  return std::make_unique<InstallerInNode>(
      operation, installer, cluster, shared.has_value() ? &*shared : nullptr);
}

}  // namespace minidcos
