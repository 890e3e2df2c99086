// The ssh keys of a cluster, made on this machine by ssh-keygen before its
// nodes start.

#ifndef MINIDCOS_COMMON_CLUSTER_NODE_KEYS_H_
#define MINIDCOS_COMMON_CLUSTER_NODE_KEYS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/cluster/node_file.h"

namespace minidcos {

struct KeyPair {
  // OpenSSH's own format.
  std::string private_key;
  // One line, as in authorized_keys.
  std::string public_key;
};

// Writes a fresh ed25519 key pair to the files `path` (mode 0600) and
// `path`.pub, in place of what was there, and returns both. kFailedPrecondition
// if ssh-keygen is missing, naming the package.
absl::StatusOr<KeyPair> MakeKeyPair(const Context& ctx, const std::string& path,
                                    const std::string& comment);

// What goes into a node before it starts: its own host key, the key that it
// lets in as root, and `others`, readable by all. A tar of leaf entries to
// extract at "/": an entry for a folder would change the folder's mode.
absl::StatusOr<std::string> NodeKeysTar(
    const KeyPair& host_key, absl::string_view authorized_key,
    const std::vector<NodeFile>& others = {});

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_NODE_KEYS_H_
