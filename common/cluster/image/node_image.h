// The image that nodes run: systemd, sshd, a Docker Engine of their own, and
// what DC/OS's installer looks for. It is built on this machine from Debian's
// packages, once for each version of its recipe (recipe.h).
//
// A container of it is a node if it is created like this (common/cluster does):
//
//   Tty: true                        the ready line is printed there
//   CgroupnsMode: "private"          from API 1.41 on
//   Privileged, or all capabilities that the engine can grant, without SYS_TIME
//   and
//     SYS_MODULE, with SecurityOpt seccomp=unconfined and apparmor=unconfined,
//     MaskedPaths and ReadonlyPaths empty, DeviceCgroupRules "a *:* rwm"
//   Tmpfs: /run and /tmp, both rw,exec,nosuid
//   a volume at /var/lib/docker, /opt, /var/log/journal and, on agents,
//     /var/lib/mesos/slave
//
// and given, before it starts, a key of its own in
// /etc/ssh/ssh_host_ed25519_key (0600) and, for ssh, the user's in
// /root/.ssh/authorized_keys (0600). A file /etc/docker/daemon.json put in
// beside them chooses another storage driver for the inner Docker than
// overlay2. At the end of every boot it prints one line
//
//   minidcos-ready <state> <failed units>
//
// such as "minidcos-ready running -" or "minidcos-ready degraded
// ssh.service,x.service", in which <state> is that of `systemctl
// is-system-running`. Lines of systemd may come before it. With a file
// /etc/minidcos-awaits-names the first boot waits, before that line, for
// /opt/dcos_install_tmp/minidcos-hosts, up to a minute, and takes what it tells
// of the other nodes into /etc/hosts.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_NODE_IMAGE_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_NODE_IMAGE_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/image/recipe_image.h"
#include "common/docker/client.h"

namespace minidcos {

struct NodeImageOptions {
  ImageOptions image;
  // Builds all of it anew, with the packages of today.
  bool no_cache = false;
  // The variables http_proxy and so on for the build; they stay out of the
  // image.
  std::map<std::string, std::string> proxies;
};

using NodeImage = RecipeImage;

// The node image, which is built if the engine does not have it. That it has it
// takes one request (two for a Docker or systemd that needs cgroup v1) and
// shows no progress. Processes of one machine build it one after the other, and
// the second finds it there. kInvalidArgument if there can be no such image
// (CheckImageOptions); kFailedPrecondition if it cannot run on this engine's
// host, if a program is missing, naming the package to install, if a release of
// Docker cannot be fetched, or a step of the build fails, with the tail of its
// output (GetOutput).
absl::StatusOr<NodeImage> EnsureNodeImage(const Context& ctx,
                                          DockerClient& docker,
                                          const NodeImageOptions& options,
                                          Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_NODE_IMAGE_H_
