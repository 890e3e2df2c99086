// An engine behind ssh, as a unix socket of this process: each connection to it
// becomes a run of `ssh HOST docker system dial-stdio`, as the docker command
// makes it, with the user's own configuration, keys and known hosts. It cannot
// ask for a password.
//
// A socket that bytes are passed on from, because libcurl 7.88 (Debian 12)
// connects what CURLOPT_OPENSOCKETFUNCTION gives it though it is connected.

#ifndef MINIDCOS_COMMON_DOCKER_SSH_GATEWAY_H_
#define MINIDCOS_COMMON_DOCKER_SSH_GATEWAY_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace minidcos {

// What the gateway answers with, in ssh's words, where ssh does not get to the
// engine. No engine says that of itself.
inline constexpr int kBadGateway = 502;

class SshGateway {
 public:
  // `command`: of SshDialCommand() (ssh_dial_command.h), or another that
  // connects its standard input and output with an engine.
  static absl::StatusOr<std::unique_ptr<SshGateway>> Open(
      std::vector<std::string> command);

  // Ends every connection, with its program. If we are killed, so are they.
  virtual ~SshGateway() = default;

  // For this process alone. No file of it is left however we end.
  virtual const std::string& socket() const = 0;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_SSH_GATEWAY_H_
