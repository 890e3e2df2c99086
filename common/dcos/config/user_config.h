// What the user has to say about the configuration of DC/OS, and the folder
// genconf/ that the installer reads.
//
//   ASSIGN_OR_RETURN(const UserConfig user,
//                    ReadUserConfig(options, installer.variant(), progress));
//   ... nodes are made ...
//   RETURN_IF_ERROR(WriteGenconfFolder(ctx, user, nodes, serve, folder));
//
// A key's value is the last one of: what is known of the nodes and the defaults
// (DefaultDcosConfig), for enterprise those below, the user's extra
// configuration, the security mode. So has it DC/OS E2E.

#ifndef MINIDCOS_COMMON_DCOS_CONFIG_USER_CONFIG_H_
#define MINIDCOS_COMMON_DCOS_CONFIG_USER_CONFIG_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/dcos/config/config.h"
#include "common/dcos/installer/installer.h"
#include "common/dcos/superuser.h"
#include "common/node/node.h"

namespace minidcos {

// Empty is "not given".
struct ConfigOptions {
  // A YAML file with keys for config.yaml (extra_config.h).
  std::string extra_config;
  // "disabled", "permissive" or "strict": the key `security`. Enterprise alone
  // knows it.
  std::string security_mode;
  // The file with the license of enterprise, which DC/OS 1.11 and newer want:
  // the key `license_key_contents`.
  std::string license_key;
  // A folder whose files come into genconf/ (extra_files.h).
  std::string genconf_dir;
  // The script that prints a node's address on it. Else it is the one in
  // genconf_dir, else one that knows our nodes.
  std::string ip_detect;
  // "IP" or "IP:PORT" each; else those of this host (HostResolvers).
  std::vector<std::string> resolvers;
  // Whom enterprise gets as its superuser: the keys `superuser_username` and,
  // hashed, `superuser_password_hash`.
  Superuser superuser;
};

// All of it, read and checked; nothing of a cluster yet. It holds secrets.
struct UserConfig {
  // What is put over the defaults.
  DcosConfig overrides;
  std::vector<std::string> resolvers;
  // A folder; empty for none.
  std::string genconf_dir;
  // The script itself; empty to leave the one that is there.
  std::string ip_detect;
};

// Reads every file that `options` names, but for the content of those in
// genconf_dir, which is looked through. On the open variant, what only
// enterprise knows is left out, with a note. kNotFound for a file that is not
// there; kInvalidArgument, naming it, for a bad value.
absl::StatusOr<UserConfig> ReadUserConfig(const ConfigOptions& options,
                                          DcosVariant variant,
                                          Progress& progress);

// Fills the existing folder `folder` for a cluster of `nodes`: config.yaml
// (mode 0600, for it holds secrets), ip-detect (0755) and the user's files.
// Whatever else is in it is removed, but for `serve`. Every node has an
// address, and will find the installer's output in its folder `serve`.
absl::Status WriteGenconfFolder(const Context& ctx, const UserConfig& user,
                                const std::vector<Node>& nodes,
                                const std::string& serve,
                                const std::string& folder);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_CONFIG_USER_CONFIG_H_
