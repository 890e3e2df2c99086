// An image of the user's in place of ours, as the image that nodes run.
//
// What is built on one of ours (FROM minidcos/node:...) and leaves its command
// alone is one. Any other has to keep the contract that node_image.h tells:
//
//   its command is /usr/sbin/minidcos-init, which readies the container's
//     mounts and becomes systemd; it has no entrypoint
//   /lib/systemd/systemd, with minidcos-ready.service and docker.socket
//   /usr/sbin/sshd, /usr/bin/docker, /bin/bash, and a tar in /bin
//
// The files beside this one are the ones to begin with.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_USER_IMAGE_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_USER_IMAGE_H_

#include <string>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"

namespace minidcos {

// OK if the image `reference` is there and can be a node. One that is not there
// is pulled by the engine. An image built on ours takes one request; another is
// looked into through a container that is never started, and is gone again on
// every way out. kNotFound, with the engine's words, if it is not there and
// cannot be pulled; kInvalidArgument, with all that is missing, if it does not
// keep the contract.
absl::Status EnsureUserImage(const Context& ctx, DockerClient& docker,
                             const std::string& reference, Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_USER_IMAGE_H_
