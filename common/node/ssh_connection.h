// Shared connections to nodes, so that only the first command of a minute costs
// a handshake: ssh's control masters, on sockets in the user's private folder
// (common/base/private_folder.h). What belongs to a node there begins with the
// first characters of its container's id, and its address, so that neither a
// new node of an old address nor a restarted one of a new address meets an old
// connection.
//
// An sshd lets 10 sessions onto a connection, unless it is told otherwise, as
// our nodes' is and DC/OS E2E's is not. We put 8 there and open another for
// more: each session holds the lock of a file that stands for one of the
// places.

#ifndef MINIDCOS_COMMON_NODE_SSH_CONNECTION_H_
#define MINIDCOS_COMMON_NODE_SSH_CONNECTION_H_

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/node/ssh_login.h"

namespace minidcos {

// Where the node's file `suffix` is. Makes the private folder.
absl::StatusOr<std::string> SshFile(absl::string_view container_id,
                                    absl::string_view suffix);

// A place on a connection that was open a moment ago.
class SshPlace {
 public:
  // Takes a free one. If its connection has to be made, `prepare` is called
  // before. kUnavailable if the node cannot be reached or does not let us in,
  // in ssh's words, or if there is no ssh, naming the package.
  static absl::StatusOr<SshPlace> Take(
      const Context& ctx, absl::string_view container_id, const SshLogin& login,
      const std::function<absl::Status()>& prepare);

  // The control socket.
  const std::string& socket() const { return socket_; }

  // A file for ssh's own words, which may be there; no other place's.
  std::string log() const { return lock_path_ + ".log"; }

  // Whether the same connection is still open.
  bool IsOpen() const;

 private:
  Fd lock_;
  std::string lock_path_;
  std::string socket_;
  ino_t socket_inode_ = 0;
};

// The nodes, by the first characters of their containers' ids, of which there
// is something in the private folder, last used before `before`, and that
// nobody has a connection to or is making one.
std::vector<std::string> FindIdleSshNodes(absl::Time before);

// Ends the connections to a node and removes what is in the private folder for
// it. Nothing there is success.
void ForgetSshNode(const Context& ctx, absl::string_view container_id);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_SSH_CONNECTION_H_
