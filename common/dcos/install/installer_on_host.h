// The DC/OS installer on this machine, against the engine of the cluster, which
// sees this machine's files: what it makes is in the nodes at once, for they
// share the workspace's serve folder.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_INSTALLER_ON_HOST_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_INSTALLER_ON_HOST_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/progress.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/workspace.h"
#include "common/dcos/config/user_config.h"
#include "common/dcos/install/installer_site.h"
#include "common/dcos/installer/installer.h"

namespace minidcos {

// CheckInstallerRun() says where it can be run.
class InstallerOnHost : public InstallerSite {
 public:
  // `workspace` is shared with the nodes of `cluster`. All must outlive this.
  InstallerOnHost(const Operation& operation, const Installer& installer,
                  const Cluster& cluster, const Workspace& workspace)
      : operation_(operation),
        installer_(installer),
        cluster_(cluster),
        workspace_(workspace) {}
  ~InstallerOnHost() override;

  std::string where() const override { return "on this machine"; }
  std::string serve() const override { return kServeMount; }
  absl::Status Prepare() override;
  absl::Status Configure(const UserConfig& config) override;
  absl::StatusOr<std::string> Run(const std::vector<std::string>& arguments,
                                  Progress::Step& step) override;
  absl::Status Deliver() override { return absl::OkStatus(); }

 private:
  const Operation& operation_;
  const Installer& installer_;
  const Cluster& cluster_;
  const Workspace& workspace_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_INSTALLER_ON_HOST_H_
