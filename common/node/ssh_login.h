// How the OpenSSH client logs in to a node: without a question, by one key, and
// only to the host whose key we have read through the engine. Nothing of the
// user's own configuration counts.

#ifndef MINIDCOS_COMMON_NODE_SSH_LOGIN_H_
#define MINIDCOS_COMMON_NODE_SSH_LOGIN_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"

namespace minidcos {

struct SshLogin {
  std::string address;
  std::string user = "root";
  // The file of the private key.
  std::string key;
  // The file of the node's host keys, and the name that they have there: not
  // the address, which another node may have had.
  std::string known_hosts;
  std::string host_key_alias;
};

// The options of ssh_config(5) for it, but address and user: "BatchMode" and
// "yes". Values are quoted where ssh wants that.
std::vector<std::pair<std::string, std::string>> SshLoginOptions(
    const SshLogin& login);

// "ssh", the options of `login` and then `more`, and the node's address: what a
// command follows.
std::vector<std::string> SshArgv(const SshLogin& login,
                                 const std::vector<std::string>& more);

// A block of ssh_config(5) that makes any of `names` this login.
std::string SshConfigBlock(absl::Span<const std::string> names,
                           const SshLogin& login);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_SSH_LOGIN_H_
