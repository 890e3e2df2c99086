// A place where a DC/OS installer is run for a cluster: this machine
// (installer_on_host.h) or one of the nodes (installer_in_node.h). Both do the
// same:
//
//   RETURN_IF_ERROR(site->Prepare());
//   RETURN_IF_ERROR(site->Configure(user_config));
//   ASSIGN_OR_RETURN(const std::string out, site->Run({"--genconf"}, *step));
//   RETURN_IF_ERROR(site->Deliver());
//   ... every node has site->serve() + "/dcos_install.sh" ...
//
// What the installer is and does: https://github.com/dcos/dcos,
// gen/build_deploy/bash/dcos_generate_config.sh.in.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_INSTALLER_SITE_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_INSTALLER_SITE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/progress.h"
#include "common/dcos/config/user_config.h"

namespace minidcos {

// Its destructor removes what was made for the run, but for what it is run for.
class InstallerSite {
 public:
  virtual ~InstallerSite() = default;

  // "on this machine", "in master_0".
  virtual std::string where() const = 0;

  // The folder of every node in which it has, after Deliver(), what the
  // installer made: dcos_install.sh and all that this fetches.
  virtual std::string serve() const = 0;

  // Makes all ready for the first Run().
  virtual absl::Status Prepare() = 0;

  // Makes the folder genconf/ that the installer reads. Of what an installer
  // has made for the nodes before nothing stays: two versions never mix.
  virtual absl::Status Configure(const UserConfig& config) = 0;

  // Runs the installer with `arguments` and returns its standard output. `step`
  // shows what it says meanwhile. kFailedPrecondition with the tail of its
  // messages (GetOutput) if it fails. When the operation's context ends, so has
  // the installer when this returns.
  virtual absl::StatusOr<std::string> Run(
      const std::vector<std::string>& arguments, Progress::Step& step) = 0;

  // Puts what it has made before the nodes.
  virtual absl::Status Deliver() = 0;
};

// What Run() makes of an installer that has ended.
absl::StatusOr<std::string> JudgeInstaller(int exit_code,
                                           absl::string_view stdout_text,
                                           absl::string_view stderr_text);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_INSTALLER_SITE_H_
