#include "common/doctor/room_checks.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/files.h"
#include "common/base/temporary_folder.h"
#include "common/cluster/cluster.h"
#include "common/cluster/provision/host_limits.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/near_engine.h"
#include "common/doctor/address_pools.h"
#include "common/doctor/engine_info.pb.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/probe.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr double kGigabyte = 1e9;
// What four nodes with DC/OS want.
constexpr double kEnoughMemory = 9 * kGigabyte;
// A DC/OS installer unpacks some two, its image in the engine as much again.
constexpr double kEnoughSpace = 5 * kGigabyte;
// With less nothing can be made.
constexpr double kNoSpace = 0.1 * kGigabyte;

constexpr int kFewNodes = 8;
// A bare node watches 5 things and has a hundred files open; with DC/OS it has
// some thousand.
constexpr int64_t kWatchesPerNode = 256;
constexpr int64_t kFilesPerNode = 4096;
constexpr int64_t kFewWatches = 65536;
constexpr int64_t kFewOpenFiles = 65536;
constexpr int kFewSubnets = 3;

// The kernel's table, on Linux.
constexpr char kRoutes[] = "/proc/net/route";

std::string Gigabytes(double bytes) {
  return absl::StrFormat("%.1f GB", bytes / kGigabyte);
}

// `remedy` names another folder.
absl::StatusOr<Finding> CheckFolder(const std::string& folder,
                                    const std::string& remedy) {
  // As a create begins. That one may write there is told by nothing else.
  const absl::Status made =
      TemporaryFolder::MakeIn(folder, TemporaryName("doctor")).status();
  struct statvfs space = {};
  if (statvfs(folder.c_str(), &space) != 0) {
    return Error(
        std::string(
            ErrnoStatus(errno, absl::StrCat("'", folder, "'")).message()),
        absl::StrCat("make it, or ", remedy));
  }
  const Finding room =
      JudgeSpace(absl::StrCat("in '", folder, "'"),
                 static_cast<int64_t>(space.f_bavail) *
                     static_cast<int64_t>(space.f_frsize),
                 absl::StrCat("remove what is not needed there, or ", remedy));
  if (made.ok() || room.verdict == Verdict::kError) return room;
  return Error(
      absl::StrCat("nothing can be made in '", folder, "': ", made.message()),
      absl::StrCat("let this user write there, or ", remedy));
}

int64_t RoomFor(int64_t limit, int64_t per_node, int running) {
  return std::max<int64_t>(0, limit / per_node - running);
}

absl::StatusOr<int> CountRunningNodes(Examination& examination) {
  ASSIGN_OR_RETURN(DockerClient* const docker, examination.Engine());
  ASSIGN_OR_RETURN(const std::vector<Cluster> clusters,
                   FindClusters(examination.ctx(), *docker));
  int running = 0;
  for (const Cluster& cluster : clusters) {
    for (const Node& node : cluster.nodes()) {
      running += node.state() == "running";
    }
  }
  return running;
}

}  // namespace

Finding JudgeMemory(int64_t bytes) {
  const std::string found =
      absl::StrCat(Gigabytes(static_cast<double>(bytes)), " for Docker");
  if (static_cast<double>(bytes) >= kEnoughMemory) return Ok(found);
  return Warning(
      absl::StrCat(found, ": four nodes with DC/OS want ",
                   Gigabytes(kEnoughMemory), " (a bare node, some 10 MB)"),
      "Docker Desktop: Settings > Resources > Memory; on Linux, make fewer "
      "nodes");
}

absl::StatusOr<Finding> CheckMemory(Examination& examination) {
  ASSIGN_OR_RETURN(const doctor::EngineInfo info, examination.Info());
  if (info.mem_total() <= 0) {
    return absl::UnavailableError("the engine does not tell its memory");
  }
  return JudgeMemory(info.mem_total());
}

Finding JudgeSpace(const std::string& place, int64_t bytes,
                   const std::string& remedy) {
  const double left = static_cast<double>(bytes);
  const std::string found = absl::StrCat(Gigabytes(left), " free ", place);
  if (left >= kEnoughSpace) return Ok(found);
  if (left < kNoSpace) return Error(found, remedy);
  return Warning(
      absl::StrCat(found, ": DC/OS may need ", Gigabytes(kEnoughSpace)),
      remedy);
}

Finding JudgeDockerSpace(const std::string& root, int64_t volumes,
                         int64_t images) {
  constexpr char kRemedy[] =
      "'minidcos clean' removes clusters and what killed tools have left, "
      "'docker system prune' what else is unused";
  // Two looks at one file system differ by what is written meanwhile.
  const bool are_elsewhere =
      static_cast<double>(images) + kNoSpace < static_cast<double>(volumes);
  return are_elsewhere
             ? JudgeSpace(
                   "where the engine keeps images (containerd's root, "
                   "'/var/lib/containerd', with its image store)",
                   images, kRemedy)
             : JudgeSpace(absl::StrCat("in Docker's root '", root, "'"),
                          volumes, kRemedy);
}

absl::StatusOr<Finding> CheckDockerSpace(Examination& examination) {
  ASSIGN_OR_RETURN(const doctor::EngineInfo info, examination.Info());
  ASSIGN_OR_RETURN(const ProbeRun probe, examination.Probe());
  ASSIGN_OR_RETURN(const int64_t volumes, probe.report.Number("space"));
  ASSIGN_OR_RETURN(const int64_t images, probe.report.Number("root-space"));
  return JudgeDockerSpace(info.docker_root_dir(), volumes, images);
}

absl::StatusOr<Finding> CheckTemporarySpace(Examination&) {
  return CheckFolder(TemporaryDirectory(), "name another by TMPDIR");
}

absl::StatusOr<Finding> CheckWorkspaceSpace(Examination& examination) {
  const std::string& folder = examination.options().workspace_dir;
  if (folder.empty()) {
    return Ok("in the temporary folder, as no --workspace-dir is given");
  }
  return CheckFolder(folder, "name another by --workspace-dir");
}

Finding JudgeInotify(int64_t instances, int64_t watches, int running) {
  const int64_t by_instances =
      RoomFor(instances, kInotifyInstancesPerNode, running);
  const int64_t nodes =
      std::min(by_instances, RoomFor(watches, kWatchesPerNode, running));
  const std::string found =
      absl::StrCat("room for ", nodes, " more nodes (", instances,
                   " instances, ", watches, " watches)");
  const std::string remedy =
      "as root on the engine's machine 'sysctl -w "
      "fs.inotify.max_user_instances=1024 fs.inotify.max_user_watches=524288', "
      "and the same two in /etc/sysctl.d for its next boot";
  // Bare nodes hardly watch anything.
  if (by_instances == 0) return Error(found, remedy);
  if (nodes < kFewNodes || watches < kFewWatches) return Warning(found, remedy);
  return Ok(found);
}

absl::StatusOr<Finding> CheckInotify(Examination& examination) {
  ASSIGN_OR_RETURN(const ProbeRun probe, examination.Probe());
  ASSIGN_OR_RETURN(const int64_t instances,
                   probe.report.Number("sysctl/fs/inotify/max_user_instances"));
  ASSIGN_OR_RETURN(const int64_t watches,
                   probe.report.Number("sysctl/fs/inotify/max_user_watches"));
  ASSIGN_OR_RETURN(const int running, CountRunningNodes(examination));
  return JudgeInotify(instances, watches, running);
}

Finding JudgeOpenFiles(const OpenFileLimits& limits, int running) {
  const int64_t nodes = RoomFor(limits.file_max, kFilesPerNode, running);
  const std::string found =
      absl::StrCat(limits.hard_limit, " a process, ", limits.file_max,
                   " in all: room for ", nodes, " more nodes with DC/OS");
  if (nodes < kFewNodes) {
    return Warning(found,
                   "as root on the engine's machine 'sysctl -w "
                   "fs.file-max=1048576', and the same in /etc/sysctl.d for "
                   "its next boot");
  }
  if (limits.hard_limit >= kFewOpenFiles || limits.can_raise) return Ok(found);
  return Warning(
      absl::StrCat(found,
                   "; but nodes cannot raise the former, and services of DC/OS "
                   "ask for more"),
      "start the engine with more: LimitNOFILE=1048576 in docker.service, or "
      "'--default-ulimit nofile=1048576:1048576'");
}

absl::StatusOr<Finding> CheckOpenFiles(Examination& examination) {
  ASSIGN_OR_RETURN(const ProbeRun probe, examination.Probe());
  OpenFileLimits limits;
  ASSIGN_OR_RETURN(limits.hard_limit, probe.report.Number("open-files"));
  ASSIGN_OR_RETURN(limits.file_max, probe.report.Number("sysctl/fs/file-max"));
  const std::vector<std::string>& without = probe.privileges.without;
  limits.can_raise =
      probe.privileges.privileged || std::find(without.begin(), without.end(),
                                               "SYS_RESOURCE") == without.end();
  ASSIGN_OR_RETURN(const int running, CountRunningNodes(examination));
  return JudgeOpenFiles(limits, running);
}

Finding JudgeAddressPools(int free, int networks) {
  const std::string found =
      absl::StrCat(free == 0 ? "none" : absl::StrCat(free), " left, beside ",
                   networks, networks == 1 ? " network" : " networks");
  if (free >= kFewSubnets) return Ok(found);
  return Warning(absl::StrCat(found,
                              ": 'docker network create' and 'docker compose' "
                              "fail without one"),
                 "'docker network prune' removes unused networks; clusters of "
                 "--network=new take subnets of 10.192.0.0/10 instead");
}

absl::StatusOr<Finding> CheckAddressPools(Examination& examination) {
  ASSIGN_OR_RETURN(const doctor::EngineInfo info, examination.Info());
  if (!info.buildah_version().empty()) {
    return Ok("podman takes them from all of 10.89.0.0/16 and above");
  }
  ASSIGN_OR_RETURN(DockerClient* const docker, examination.Engine());
  ASSIGN_OR_RETURN(const docker::NetworkList networks,
                   docker->ListNetworks(examination.ctx(), {}));
  std::vector<std::string> taken;
  for (const docker::Network& network : networks.items()) {
    for (const docker::IpamConfig& config : network.ipam().config()) {
      taken.push_back(config.subnet());
    }
  }
  const int count = static_cast<int>(taken.size());
  // An engine passes over what its machine has a route to, such as a VPN's
  // networks. Where that is not this machine, or not Linux, it cannot be told.
  if (IsNearEngine(docker->host())) {
    const absl::StatusOr<std::string> routes = ReadFile(kRoutes);
    for (std::string& subnet : RoutedSubnets(routes.value_or(""))) {
      taken.push_back(std::move(subnet));
    }
  }
  const auto& pools = info.default_address_pools();
  return JudgeAddressPools(
      CountFreeSubnets({pools.begin(), pools.end()}, taken), count);
}

}  // namespace minidcos
