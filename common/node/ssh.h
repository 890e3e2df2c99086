// Commands on nodes by ssh, through the OpenSSH client program.

#ifndef MINIDCOS_COMMON_NODE_SSH_H_
#define MINIDCOS_COMMON_NODE_SSH_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/node/node_identity.h"
#include "common/node/ssh_login.h"
#include "common/node/transport.h"

namespace minidcos {

// What lets us in. Used from several threads at once.
class SshAccess {
 public:
  virtual ~SshAccess() = default;

  // How to log in to `node`, as root.
  virtual absl::StatusOr<SshLogin> LoginTo(const Context& ctx,
                                           const NodeIdentity& node) = 0;

  // Called before a connection to `node` is made: writes the file of its host
  // keys, and has the node let the key in.
  virtual absl::Status Prepare(const Context& ctx, const NodeIdentity& node,
                               const SshLogin& login) = 0;
};

// Runs commands over shared connections (ssh_connection.h).
std::shared_ptr<Transport> NewSshTransport(std::shared_ptr<SshAccess> access);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_SSH_H_
