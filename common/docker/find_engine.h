// Finds the user's Docker engine as the docker command does. The first of these
// that is there names it:
//
//   --host              an address
//   --context           a Docker context
//   $DOCKER_HOST        an address
//   $DOCKER_CONTEXT     a Docker context
//   config.json         the context that `docker context use` has set there
//   /var/run/docker.sock, or the socket of an engine that the user runs
//
// To a tcp address of --host or $DOCKER_HOST belong $DOCKER_TLS_VERIFY (TLS),
// $DOCKER_TLS (TLS that trusts anybody; with either, any value counts but an
// empty one) and $DOCKER_CERT_PATH, the folder of ca.pem, cert.pem and key.pem.
// $DOCKER_API_VERSION is the API version to speak. See
// https://docs.docker.com/reference/cli/docker/#environment-variables.

#ifndef MINIDCOS_COMMON_DOCKER_FIND_ENGINE_H_
#define MINIDCOS_COMMON_DOCKER_FIND_ENGINE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/base/engine_choice.h"
#include "common/docker/host.h"

namespace minidcos {

// Sends nothing yet. kInvalidArgument for a bad address, an unknown context and
// for both --host and --context; kFailedPrecondition if a file is missing or
// cannot be read, and for an engine off this machine that does not prove who it
// is, unless `choice` allows it.
absl::StatusOr<EngineHost> FindEngine(const EngineChoice& choice);

// The address of the engine where none is named: `usual_socket`, or, if we may
// not write there, the first of the sockets of a user's own engine that is
// there.
std::string LocalEngine(const std::string& usual_socket);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_FIND_ENGINE_H_
