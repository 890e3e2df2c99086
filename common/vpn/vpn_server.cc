#include "common/vpn/vpn_server.h"

#include <memory>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/process_id.h"
#include "common/base/tar.h"
#include "common/cluster/labels.h"
#include "common/cluster/mac_network_labels.h"
#include "common/cluster/operation.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "common/vpn/openvpn_configuration.h"

namespace minidcos {
namespace {

constexpr absl::Duration kCreateTimeout = absl::Minutes(1);
constexpr absl::Duration kReadyTimeout = absl::Minutes(1);
constexpr size_t kKeptOutput = 4096;

// Beside the default one, on which the server begins.
absl::StatusOr<std::set<std::string>> NetworksOfClusters(const Context& ctx,
                                                         DockerClient& docker) {
  ASSIGN_OR_RETURN(const docker::ContainerList nodes,
                   docker.ListContainers(ctx, {{"label", {kClusterIdLabel}}}));
  std::set<std::string> names;
  for (const docker::ContainerSummary& node : nodes.items()) {
    for (const auto& [name, endpoint] : node.network_settings().networks()) {
      if (name != "bridge" && name != "host" && name != "none") {
        names.insert(name);
      }
    }
  }
  return names;
}

docker::CreateContainerRequest MakeRequest(const VpnServerOptions& options) {
  docker::CreateContainerRequest request;
  request.set_image(options.image);
  auto& labels = *request.mutable_labels();
  labels[kMacNetworkLabel] = kMacNetworkServer;
  labels[kSchemaLabel] = absl::StrCat(kSchemaVersion);
  labels[kCreationLabel] = options.creation;
  labels[kCreatorLabel] = ThisProcess();
  labels[kCreatedLabel] =
      absl::FormatTime(absl::RFC3339_sec, absl::Now(), absl::UTCTimeZone());
  const std::string container_port = absl::StrCat(kVpnServerPort, "/tcp");
  (*request.mutable_exposed_ports())[container_port];
  docker::HostConfig& host = *request.mutable_host_config();
  auto& binding = *(*host.mutable_port_bindings())[container_port]
                       .add_values()
                       ->mutable_struct_value()
                       ->mutable_fields();
  binding["HostIp"].set_string_value("127.0.0.1");
  binding["HostPort"].set_string_value(absl::StrCat(options.port));
  host.set_network_mode("bridge");
  host.mutable_restart_policy()->set_name("always");
  // To make the device file; to change its own network, also where that takes
  // iptables-legacy; to become nobody.
  host.add_cap_drop("ALL");
  for (const char* capability :
       {"MKNOD", "NET_ADMIN", "NET_RAW", "SETGID", "SETUID"}) {
    host.add_cap_add(capability);
  }
  host.add_device_cgroup_rules("c 10:200 rwm");
  (*host.mutable_sysctls())["net.ipv4.ip_forward"] = "1";
  return request;
}

absl::Status SendFiles(const Context& ctx, DockerClient& docker,
                       const std::string& container,
                       const VpnServerOptions& options) {
  TarWriter writer;
  writer.AddFolder(kVpnServerFolder + 1, 0700);
  for (const VpnServerFile& file :
       VpnServerFiles(options.keys, options.tunnel)) {
    writer.AddFile(absl::StrCat(kVpnServerFolder + 1, "/", file.name),
                   file.content, 0600);
  }
  ASSIGN_OR_RETURN(const std::string tar, writer.Finish());
  return docker.PutArchive(ctx, container, "/", tar);
}

// "error ..." of its first process, or what OpenVPN has said last.
absl::Status EndedWith(const std::string& said) {
  for (absl::string_view line : absl::StrSplit(said, '\n')) {
    if (!absl::ConsumePrefix(&line, "error ")) continue;
    return absl::FailedPreconditionError(absl::StripSuffix(line, "\r"));
  }
  absl::Status status = absl::FailedPreconditionError(
      "its container ended while it was starting");
  SetOutput(status, said.size() > kKeptOutput
                        ? said.substr(said.size() - kKeptOutput)
                        : said);
  return status;
}

absl::Status WaitUntilReady(const Context& ctx, EngineStream& output) {
  std::string said;
  while (!absl::StrContains(said, kVpnServerIsReady)) {
    ASSIGN_OR_RETURN(const EngineStream::Piece piece, output.Read(ctx));
    if (piece.bytes.empty()) return EndedWith(said);
    absl::StrAppend(&said, piece.bytes);
  }
  return absl::OkStatus();
}

// The engine's words for a port that is taken, by a container or by another
// program, tell neither whose choice it was nor what to do.
absl::Status ExplainPort(const absl::Status& status, int port) {
  for (const char* words : {"port is already allocated",
                            "address already in use", "Ports are not avail"}) {
    if (!absl::StrContains(status.message(), words)) continue;
    return WithMessage(
        status, absl::StrCat("port ", port, " of 127.0.0.1 is taken, choose ",
                             "another by --port: ", status.message()));
  }
  return status;
}

absl::Status JoinNetworksOfClusters(const Context& ctx, DockerClient& docker,
                                    const std::string& container) {
  ASSIGN_OR_RETURN(const std::set<std::string> networks,
                   NetworksOfClusters(ctx, docker));
  for (const std::string& network : networks) {
    const absl::Status joined = docker.ConnectNetwork(ctx, network, container);
    // Its cluster may be destroyed meanwhile.
    if (!joined.ok() && !absl::IsNotFound(joined)) {
      return Annotate(joined, absl::StrCat("joining network '", network, "'"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status StartVpnServer(const Operation& operation,
                            const VpnServerOptions& options) {
  DockerClient& docker = operation.docker;
  // Not ended by an interrupt: the container could come to be all the same.
  const auto container =
      docker.CreateContainer(operation.cleanup_ctx.WithTimeout(kCreateTimeout),
                             kMacNetworkContainer, MakeRequest(options));
  RETURN_IF_ERROR(container.status());
  const std::string& id = container->id();
  const Context ctx = operation.ctx.WithTimeout(kReadyTimeout);
  RETURN_IF_ERROR(SendFiles(ctx, docker, id, options));
  RETURN_IF_ERROR(JoinNetworksOfClusters(ctx, docker, id));
  ASSIGN_OR_RETURN(const std::unique_ptr<EngineStream> output,
                   docker.AttachContainer(ctx, id, {}));
  RETURN_IF_ERROR(ExplainPort(docker.StartContainer(ctx, id), options.port));
  return WaitUntilReady(ctx, *output);
}

}  // namespace minidcos
