#include "common/doctor/container_checks.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/random_id.h"
#include "common/base/temporary_folder.h"
#include "common/cluster/operation.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/near_engine.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/probe.h"
#include "common/doctor/read_greeting.h"
#include "common/status/status_macros.h"
#include "common/vpn/mac_network.h"

namespace minidcos {
namespace {

#ifdef __APPLE__
constexpr bool kIsMac = true;
#else
constexpr bool kIsMac = false;
#endif

// Where everybody may write: nodes' workspaces, and what users put in /var.
constexpr const char* kFolders[] = {"/tmp", "/var/tmp"};
constexpr char kTarget[] = "/seen";

constexpr absl::Duration kConnectTimeout = absl::Seconds(5);

// Beyond it DC/OS's certificates and tokens may be of the future.
constexpr absl::Duration kSmallSkew = absl::Seconds(2);

std::string Seconds(absl::Duration duration) {
  return absl::StrFormat("%.1f s", absl::ToDoubleSeconds(duration));
}

// Whether a container sees what is in `folder` of this machine.
absl::StatusOr<bool> IsSeen(Examination& examination,
                            const std::string& folder) {
  ASSIGN_OR_RETURN(const Operation operation, examination.EngineOperation());
  ASSIGN_OR_RETURN(const std::string image, examination.ProbeImage());
  ASSIGN_OR_RETURN(const TemporaryFolder mine,
                   TemporaryFolder::MakeIn(folder, TemporaryName("doctor")));
  const std::string nonce = RandomHex(32);
  RETURN_IF_ERROR(WriteFile(absl::StrCat(mine.path(), "/", nonce), "", 0644));
  docker::CreateContainerRequest request =
      ProbeRequest(image, examination.creation(), {});
  docker::Mount& mount = *request.mutable_host_config()->add_mounts();
  mount.set_type("bind");
  mount.set_source(mine.path());
  mount.set_target(kTarget);
  mount.set_read_only(true);
  ASSIGN_OR_RETURN(const std::string container,
                   CreateProbe(operation, request, examination.creation()));
  return operation.docker.PathExists(operation.ctx, container,
                                     absl::StrCat(kTarget, "/", nonce));
}

// An engine's words for a folder that its machine does not have, or that Docker
// Desktop does not share.
bool IsRefusedBind(const absl::Status& status) {
  return absl::StrContains(status.message(), "bind source path") ||
         absl::StrContains(status.message(), "Mounts denied") ||
         absl::StrContains(status.message(), "not shared from the host");
}

// How the macOS network becomes a road.
std::string VpnRemedy(const MacNetworkState& vpn) {
  if (!vpn.exists) {
    return "'minidcos setup-mac-network', then connect the VPN client with the "
           "profile that it writes";
  }
  if (!vpn.running) {
    return "the macOS network does not run: 'minidcos setup-mac-network "
           "--force' makes it anew";
  }
  return absl::StrCat(
      "the macOS network runs, on port ", vpn.port,
      " of 127.0.0.1: connect the VPN client with its profile; if it is lost, "
      "'minidcos setup-mac-network --force' makes a new one");
}

}  // namespace

Finding JudgeMounts(const std::vector<FolderClues>& folders,
                    bool is_docker_desktop) {
  std::vector<std::string> seen;
  std::vector<std::string> not_seen;
  for (const FolderClues& clues : folders) {
    (clues.is_seen ? seen : not_seen).push_back(clues.folder);
  }
  if (not_seen.empty()) {
    return Ok(absl::StrCat("containers see ", absl::StrJoin(seen, " and ")));
  }
  const std::string found =
      absl::StrCat("containers do not see ", absl::StrJoin(not_seen, " and "),
                   " of this machine");
  if (is_docker_desktop) {
    return Warning(found,
                   "Docker Desktop: Settings > Resources > File sharing has to "
                   "list /private, /tmp and /var/folders, as it does at first");
  }
  return Note(absl::StrCat(found,
                           ": the engine is elsewhere, or in a container; a "
                           "DC/OS installer then runs in a node"),
              "folders given by --custom-volume are the engine's machine's");
}

absl::StatusOr<Finding> CheckMounts(Examination& examination) {
  std::vector<FolderClues> folders;
  for (const char* path : kFolders) {
    std::error_code error;
    FolderClues clues;
    // On macOS, /tmp is a link to /private/tmp, which is what is shared.
    clues.folder = std::filesystem::canonical(path, error).string();
    if (error) continue;
    const absl::StatusOr<bool> seen = IsSeen(examination, clues.folder);
    if (!seen.ok() && !IsRefusedBind(seen.status())) return seen.status();
    clues.is_seen = seen.value_or(false);
    folders.push_back(clues);
  }
  if (folders.empty()) {
    return absl::UnavailableError("this machine has neither /tmp nor /var/tmp");
  }
  ASSIGN_OR_RETURN(DockerClient* const docker, examination.Engine());
  return JudgeMounts(folders, kIsMac && IsNearEngine(docker->host()));
}

Finding JudgeRoad(const RoadClues& clues) {
  if (clues.status.ok()) {
    return Ok(absl::StrCat("a container at ", clues.address, " was reached"));
  }
  const std::string found =
      absl::StrCat("a container at ", clues.address, " was not reached (",
                   clues.status.message(),
                   "): ssh, 'web' and HTTP checks on nodes do not work from "
                   "here");
  constexpr char kWithout[] =
      "--transport=docker-exec (as without it), 'wait' through nodes and "
      "--one-master-host-port-map work all the same";
  // Also on a Mac: the macOS network is a proxy on the engine's own machine.
  if (!clues.is_near) {
    return Note(found, absl::StrCat("route the engine's container network to "
                                    "its machine; ",
                                    kWithout));
  }
  if (clues.vpn.exists || clues.is_mac) {
    return Warning(found, absl::StrCat(VpnRemedy(clues.vpn), "; ", kWithout));
  }
  return Warning(
      found, absl::StrCat(
                 "a firewall or VPN of this machine may be in the way, or the "
                 "engine is in a virtual machine (Docker Desktop), for which "
                 "there is 'minidcos setup-mac-network'; ",
                 kWithout));
}

absl::StatusOr<Finding> CheckRoad(Examination& examination) {
  ASSIGN_OR_RETURN(DockerClient* const docker, examination.Engine());
  ASSIGN_OR_RETURN(const ProbeRun probe, examination.Probe());
  ASSIGN_OR_RETURN(const int64_t port, probe.report.Number("port"));
  if (probe.address.empty()) {
    return absl::UnavailableError("the probe's container has no address");
  }
  RoadClues clues = {.address = probe.address, .is_mac = kIsMac};
  clues.is_near = IsNearEngine(docker->host());
  const absl::StatusOr<std::string> said =
      ReadGreeting(examination.ctx().WithTimeout(kConnectTimeout),
                   probe.address, static_cast<int>(port));
  RETURN_IF_ERROR(examination.ctx().Check());
  clues.status = said.status();
  ASSIGN_OR_RETURN(clues.vpn, FindMacNetwork(examination.ctx(), *docker));
  if (said.ok() && *said != probe.word) {
    clues.status = absl::UnavailableError("somebody else has that address");
  }
  return JudgeRoad(clues);
}

Finding JudgeClock(absl::Time told, absl::Time before, absl::Time after,
                   bool is_synchronized) {
  absl::Duration skew = absl::ZeroDuration();
  if (told < before) skew = before - told;
  if (told > after) skew = told - after;
  if (skew > kSmallSkew) {
    return Warning(
        absl::StrCat("a container's clock is ", Seconds(skew),
                     told < before ? " behind" : " ahead of",
                     " this machine's"),
        "'docker run --rm --privileged alpine hwclock -s', or start Docker "
        "Desktop again; on a remote engine, synchronise both clocks");
  }
  if (!is_synchronized) {
    return Note(
        "right, but the kernel of the engine's machine says that nothing keeps "
        "it so",
        "DC/OS with 'check_time: true' wants an NTP client there (chrony, "
        "systemd-timesyncd); clusters of minidcos set it to false");
  }
  return Ok(absl::StrCat("within ", Seconds(kSmallSkew), " of this machine's"));
}

absl::StatusOr<Finding> CheckClock(Examination& examination) {
  ASSIGN_OR_RETURN(const ProbeRun probe, examination.Probe());
  ASSIGN_OR_RETURN(const std::string text, probe.report.Get("time"));
  double seconds;
  if (!absl::SimpleAtod(text, &seconds)) {
    return absl::UnavailableError(
        absl::StrCat("the probe's container tells the time as '", text, "'"));
  }
  return JudgeClock(absl::UnixEpoch() + absl::Seconds(seconds), probe.before,
                    probe.after,
                    probe.report.Number("clock-synchronized").value_or(1) != 0);
}

}  // namespace minidcos
