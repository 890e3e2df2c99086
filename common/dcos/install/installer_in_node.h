// The DC/OS installer in a node, with the node's own Docker: for engines that
// do not see this machine's files, and machines on which the installer cannot
// work.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_INSTALLER_IN_NODE_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_INSTALLER_IN_NODE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/workspace.h"
#include "common/dcos/config/user_config.h"
#include "common/dcos/install/installer_site.h"
#include "common/dcos/installer/installer.h"

namespace minidcos {

// Where nodes have what the installer made if they do not share the workspace's
// serve folder with this machine. Not kServeMount, on which another machine's
// may be mounted.
inline constexpr char kServeCopy[] = "/opt/minidcos_serve";

class InstallerInNode : public InstallerSite {
 public:
  // In the first master. `workspace` is the one that the nodes share with this
  // machine, null if they do not. All must outlive this. `folder` is the
  // installer's in the node, one at a time (DcosLock): on a volume, for the
  // installer has gigabytes. What is in it is removed.
  InstallerInNode(const Operation& operation, const Installer& installer,
                  const Cluster& cluster, const Workspace* workspace,
                  std::string folder = "/opt/minidcos-installer");
  ~InstallerInNode() override;

  std::string where() const override { return "in " + node().reference(); }
  std::string serve() const override {
    return workspace_ == nullptr ? kServeCopy : kServeMount;
  }
  absl::Status Prepare() override;
  absl::Status Configure(const UserConfig& config) override;
  absl::StatusOr<std::string> Run(const std::vector<std::string>& arguments,
                                  Progress::Step& step) override;
  absl::Status Deliver() override;

 private:
  const Node& node() const { return cluster_.masters.front(); }
  // Ends the installer that works in the node, if one does, and removes all
  // that it has there.
  absl::Status CleanUp(const Context& ctx) const;
  // Ending the docker command does not end the container that it runs.
  void KillContainer();
  absl::Status SendToAll(const std::string& folder);

  const Operation& operation_;
  const Installer& installer_;
  const Cluster& cluster_;
  const Workspace* const workspace_;
  const std::string folder_;
  // Another name each time: the node's Docker may be about to create one that
  // an installer had asked for when it was killed.
  const std::string container_;
  // Whether there is something of ours in the node.
  bool prepared_ = false;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_INSTALLER_IN_NODE_H_
