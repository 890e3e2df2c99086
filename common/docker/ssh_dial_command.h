// The addresses of engines behind ssh.

#ifndef MINIDCOS_COMMON_DOCKER_SSH_DIAL_COMMAND_H_
#define MINIDCOS_COMMON_DOCKER_SSH_DIAL_COMMAND_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// The program that connects its standard input and output with the engine at
// "[USER@]HOST[:PORT][/SOCKET]", what follows "ssh://"; as the docker command
// runs it (docker/cli cli/connhelper), but never asking for a password.
// kInvalidArgument, with the bare reason, if it is no such address.
absl::StatusOr<std::vector<std::string>> SshDialCommand(
    absl::string_view address);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_SSH_DIAL_COMMAND_H_
