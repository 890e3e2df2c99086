#include "common/cluster/bundle/stand_in.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/process_id.h"
#include "common/cluster/labels.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/docker_exec.h"
#include "common/node/node.h"
#include "common/node/node_identity.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr absl::Duration kRemovalTime = absl::Seconds(30);

docker::CreateContainerRequest Request(const docker::ContainerDetails& node) {
  docker::CreateContainerRequest request;
  request.set_image(node.image());
  request.add_entrypoint("sleep");
  request.add_cmd("infinity");
  auto& labels = *request.mutable_labels();
  labels[kSchemaLabel] = absl::StrCat(kSchemaVersion);
  labels[kCreatorLabel] = ThisProcess();
  request.mutable_host_config()->set_network_mode("none");
  // Not all that is mounted (VolumesFrom): the engine would make the folders of
  // the host that are bound and are gone by now.
  for (const docker::MountPoint& point : node.mounts()) {
    if (point.type() != "volume") continue;
    docker::Mount& mount = *request.mutable_host_config()->add_mounts();
    mount.set_type("volume");
    mount.set_source(point.name());
    mount.set_target(point.destination());
    mount.set_read_only(true);
  }
  return request;
}

NodeIdentity Identity(const Node& node, std::string container) {
  NodeIdentity identity = node.identity();
  identity.container_id = std::move(container);
  identity.state = "running";
  return identity;
}

// What collect.sh looks at that is in no volume, and small.
struct Copied {
  const char* path;
  const char* folder;
};
constexpr Copied kCopied[] = {
    {"/etc/mesosphere", "/etc"},
    {"/etc/docker/daemon.json", "/etc/docker"},
    {"/etc/systemd/journald.conf.d", "/etc/systemd"},
    {"/var/lib/dcos/cluster-id", "/var/lib/dcos"},
    {"/var/lib/dcos/mesos-slave-common", "/var/lib/dcos"},
    {"/var/lib/dcos/mesos-resources", "/var/lib/dcos"},
};

absl::Status CopyFiles(const Context& ctx, DockerClient& docker,
                       const std::string& from, const std::string& to) {
  for (const Copied& copied : kCopied) {
    const absl::StatusOr<std::string> tar =
        docker.GetArchive(ctx, from, copied.path);
    if (absl::IsNotFound(tar.status())) continue;
    RETURN_IF_ERROR(tar.status());
    RETURN_IF_ERROR(docker.PutArchive(ctx, to, copied.folder, *tar));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<StandIn>> StandIn::Make(const Context& ctx,
                                                       DockerClient& docker,
                                                       const Node& node) {
  ASSIGN_OR_RETURN(const docker::ContainerDetails details,
                   docker.InspectContainer(ctx, node.container_id()));
  ASSIGN_OR_RETURN(const docker::CreateContainerResponse created,
                   docker.CreateContainer(ctx, "", Request(details)));
  auto stand_in = absl::WrapUnique(new StandIn(docker, node, created.id()));
  RETURN_IF_ERROR(CopyFiles(ctx, docker, details.id(), created.id()));
  RETURN_IF_ERROR(docker.StartContainer(ctx, created.id()));
  return stand_in;
}

StandIn::StandIn(DockerClient& docker, const Node& node, std::string container)
    : docker_(docker),
      node_(Identity(node, std::move(container)),
            NewDockerExecTransport(docker)) {}

StandIn::~StandIn() {
  docker_
      .RemoveContainer(Context().WithTimeout(kRemovalTime),
                       node_.container_id())
      .IgnoreError();
}

}  // namespace minidcos
