#include "common/doctor/kernel_checks.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/cluster/image/distributions.h"
#include "common/cluster/options/storage_driver.h"
#include "common/doctor/engine_info.pb.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/probe.h"
#include "common/doctor/probe_report.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kSystemdHierarchy[] = "name=systemd";

// What the limits of nodes, systemd and Mesos agents use, as v1 and v2 call
// it.
constexpr const char* kControllersV1[] = {"cpu",     "cpuacct", "memory",
                                          "freezer", "devices", "pids"};
constexpr const char* kControllersV2[] = {"cpu", "memory", "pids"};

// Engines' drivers that work but that one had better leave.
constexpr std::pair<absl::string_view, absl::string_view> kPoorDrivers[] = {
    {"vfs", "copies whole images for every container"},
    {"aufs", "is gone from Docker 24"},
    {"overlay", "is gone from Docker 24"},
    {"devicemapper", "is gone from Docker 25"},
};

constexpr int64_t kFewConnections = 65536;

// What the default `sysctl-params` of Marathon-LB set, in /proc/sys.
constexpr const char* kMarathonLbSysctls[] = {
    "net/ipv4/tcp_tw_reuse",        "net/ipv4/tcp_fin_timeout",
    "net/ipv4/tcp_max_syn_backlog", "net/ipv4/tcp_max_tw_buckets",
    "net/ipv4/tcp_max_orphans",     "net/core/somaxconn"};

struct Need {
  const char* key;
  const char* what_for;
};

constexpr Need kNeeds[] = {
    {"dummy", "DC/OS's own network (dcos-net)"},
    {"ip_set", "DC/OS's firewall rules"},
    {"overlay", "Docker inside nodes"},
    {"loop", "loopback sidecars"},
    {"tun", "VPNs inside nodes"},
};

template <typename Wanted>
std::vector<std::string> Missing(const Wanted& wanted,
                                 const std::set<std::string>& there) {
  std::vector<std::string> missing;
  for (const char* name : wanted) {
    if (there.count(name) == 0) missing.push_back(name);
  }
  return missing;
}

Finding MissingControllers(const std::string& found,
                           const std::vector<std::string>& missing,
                           const std::string& remedy) {
  return Warning(
      absl::StrCat(found, ": no controller ", absl::StrJoin(missing, ", "),
                   ", without which limits of nodes do not hold and Mesos "
                   "agents may not start"),
      remedy);
}

Finding JudgeCgroupV1(const std::set<std::string>& hierarchies) {
  const std::string found = "cgroup v1: nodes of every distribution boot";
  if (hierarchies.count(kSystemdHierarchy) == 0) {
    return Error(
        "cgroup v1, without the hierarchy name=systemd: no node boots",
        "as root on the engine's machine 'mkdir -p /sys/fs/cgroup/systemd && "
        "mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd', "
        "then start the engine again");
  }
  const std::vector<std::string> missing = Missing(kControllersV1, hierarchies);
  if (missing.empty()) return Ok(found);
  return MissingControllers(found, missing,
                            "'cgroup_enable=memory swapaccount=1' on the "
                            "kernel's command line brings memory");
}

Finding JudgeCgroupV2(const std::set<std::string>& controllers) {
  std::vector<std::string> do_not_boot;
  for (const std::string& name : DistributionNames()) {
    const absl::StatusOr<const Distribution*> known = FindDistribution(name);
    if (known.ok() && (*known)->needs_cgroup_v1) do_not_boot.push_back(name);
  }
  const std::string found =
      absl::StrCat("cgroup v2: nodes of every distribution boot but ",
                   absl::StrJoin(do_not_boot, ", "));
  const std::vector<std::string> missing = Missing(kControllersV2, controllers);
  if (missing.empty()) return Ok(found);
  return MissingControllers(
      found, missing,
      "an engine without root needs them delegated: "
      "https://docs.docker.com/engine/security/rootless/");
}

bool Has(const doctor::EngineInfo& info, absl::string_view option) {
  const auto& options = info.security_options();
  return std::find(options.begin(), options.end(), option) != options.end();
}

std::string Sysctl(absl::string_view path) {
  return absl::StrReplaceAll(path, {{"/", "."}});
}

}  // namespace

Finding JudgeStorageDriver(const std::string& driver,
                           const ProbeReport& report) {
  const std::string inner = ResolveStorageDriver("auto", driver);
  const std::string found =
      absl::StrCat(driver, ", and ", inner, " inside nodes");
  const std::string problem = report.Problem("overlay");
  if (inner != "vfs" && !problem.empty()) {
    return Error(absl::StrCat(found,
                              ": the kernel refuses an overlay on a "
                              "volume (",
                              problem, ")"),
                 "'--docker-storage-driver vfs', which is slow, or Docker's "
                 "root on ext4, or on xfs with ftype=1");
  }
  for (const auto& [name, fault] : kPoorDrivers) {
    if (driver != name) continue;
    return Warning(absl::StrCat(found, ": ", name, " ", fault),
                   "'\"storage-driver\": \"overlay2\"' in "
                   "/etc/docker/daemon.json; images have to be made again");
  }
  return Ok(found);
}

absl::StatusOr<Finding> CheckStorageDriver(Examination& examination) {
  ASSIGN_OR_RETURN(const doctor::EngineInfo info, examination.Info());
  ASSIGN_OR_RETURN(const ProbeRun probe, examination.Probe());
  // Podman calls so what Docker calls overlay2.
  const bool is_podmans =
      !info.buildah_version().empty() && info.driver() == "overlay";
  return JudgeStorageDriver(is_podmans ? "podman's overlay" : info.driver(),
                            probe.report);
}

Finding JudgeCgroups(const ProbeReport& report) {
  const std::string v1 = report.Get("cgroup-v1").value_or("");
  const absl::StatusOr<std::string> v2 = report.Get("cgroup-v2");
  // The root decides. A kernel that boots on version 2 lists beside it whatever
  // hierarchy of version 1 somebody has mounted, such as a VPN its net_cls.
  if (!v2.ok() && !v1.empty()) return JudgeCgroupV1(absl::StrSplit(v1, ','));
  return JudgeCgroupV2(absl::StrSplit(v2.value_or(""), ' ', absl::SkipEmpty()));
}

absl::StatusOr<Finding> CheckCgroups(Examination& examination) {
  ASSIGN_OR_RETURN(const ProbeRun probe, examination.Probe());
  return JudgeCgroups(probe.report);
}

absl::StatusOr<Finding> JudgePrivileges(const absl::StatusOr<ProbeRun>& probe,
                                        const doctor::EngineInfo& info) {
  // It tells of us, not of the engine.
  if (absl::IsUnimplemented(probe.status())) return probe.status();
  if (absl::IsDeadlineExceeded(probe.status())) {
    return Error(std::string(probe.status().message()),
                 "the engine's log tells more ('journalctl -u docker'); start "
                 "the engine again");
  }
  if (!probe.ok()) {
    const bool has_userns = Has(info, "name=userns");
    return Error(
        absl::StrCat("a container with a node's privileges does not run: ",
                     probe.status().message()),
        has_userns ? "the engine remaps users (userns-remap), which nodes "
                     "cannot be with: start it without"
                   : "the engine's log tells more: 'journalctl -u docker'");
  }
  if (Has(info, "name=rootless")) {
    return Warning(
        "the engine runs without root: minidcos has not been tried "
        "on such",
        "an engine that root runs is what nodes are made for");
  }
  if (probe->privileges.privileged) return Ok("nodes are privileged");
  const std::vector<std::string>& without = probe->privileges.without;
  return Note(
      absl::StrCat("the engine grants all capabilities but ",
                   without.empty() ? "those that it lacks"
                                   : absl::StrJoin(without, ", "),
                   ": 'docker run --privileged' fails inside nodes"),
      "an engine outside of containers and small virtual machines grants all");
}

absl::StatusOr<Finding> CheckPrivileges(Examination& examination) {
  ASSIGN_OR_RETURN(const doctor::EngineInfo info, examination.Info());
  const absl::StatusOr<ProbeRun> probe = examination.Probe();
  // That time runs out over it is a finding.
  if (examination.ctx().cancelled()) return examination.ctx().Check();
  return JudgePrivileges(probe, info);
}

Finding JudgeKernel(const ProbeReport& report) {
  std::vector<std::string> there;
  std::vector<std::string> missing;
  std::vector<std::string> modules;
  for (const Need& need : kNeeds) {
    const std::string problem = report.Problem(need.key);
    if (problem.empty()) {
      there.push_back(need.key);
      continue;
    }
    missing.push_back(absl::StrCat(need.key, " for ", need.what_for, ": ",
                                   absl::AsciiStrToLower(problem)));
    modules.push_back(need.key);
  }
  const std::string kernel =
      report.Get("kernel").value_or("of unknown release");
  if (missing.empty()) {
    return Ok(
        absl::StrCat("Linux ", kernel, " has ", absl::StrJoin(there, ", ")));
  }
  return Warning(
      absl::StrCat("Linux ", kernel, " lacks ", absl::StrJoin(missing, "; ")),
      absl::StrCat("as root on the engine's machine 'modprobe -a ",
                   absl::StrJoin(modules, " "),
                   "'; a kernel built without them has to be exchanged"));
}

absl::StatusOr<Finding> CheckKernel(Examination& examination) {
  ASSIGN_OR_RETURN(const ProbeRun probe, examination.Probe());
  return JudgeKernel(probe.report);
}

Finding JudgeConntrack(const ProbeReport& report) {
  const absl::StatusOr<int64_t> most =
      report.Number("sysctl/net/netfilter/nf_conntrack_max");
  if (!most.ok()) {
    return Warning("the kernel follows no connections (no nf_conntrack)",
                   "as root on the engine's machine 'modprobe nf_conntrack'");
  }
  const std::string found = absl::StrCat("follows ", *most, " connections");
  if (*most >= kFewConnections) return Ok(found);
  return Warning(absl::StrCat(found, ": further ones are dropped"),
                 "as root on the engine's machine 'sysctl -w "
                 "net.netfilter.nf_conntrack_max=262144'");
}

absl::StatusOr<Finding> CheckConntrack(Examination& examination) {
  ASSIGN_OR_RETURN(const ProbeRun probe, examination.Probe());
  return JudgeConntrack(probe.report);
}

Finding JudgeSysctls(const ProbeReport& report) {
  std::vector<std::string> there;
  std::vector<std::string> missing;
  for (const char* path : kMarathonLbSysctls) {
    const bool has = report.Get(absl::StrCat("sysctl/", path)).ok();
    (has ? there : missing).push_back(Sysctl(path));
  }
  if (missing.empty()) return Ok("nodes have all that Marathon-LB sets");
  const std::string last = there.empty() ? "none" : there.back();
  if (!there.empty()) there.pop_back();
  return Note(
      absl::StrCat("nodes have no ", absl::StrJoin(missing, ", "),
                   ", which Marathon-LB sets"),
      absl::StrCat("leave ", missing.size() == 1 ? "it" : "them",
                   " out of Marathon-LB's sysctl-params, which are then ",
                   absl::StrJoin(there, ", "), there.empty() ? "" : " and ",
                   last));
}

absl::StatusOr<Finding> CheckSysctls(Examination& examination) {
  ASSIGN_OR_RETURN(const ProbeRun probe, examination.Probe());
  return JudgeSysctls(probe.report);
}

absl::StatusOr<Finding> JudgeSeLinux(const ProbeReport& report) {
  ASSIGN_OR_RETURN(const int64_t mode, report.Number("selinux"));
  if (mode == 0) return Ok("not enforcing");
  return Error("Enforcing: its policy stops systemd and DC/OS in nodes",
               "as root on the engine's machine 'setenforce 0', and "
               "'SELINUX=permissive' in /etc/selinux/config for its next boot");
}

absl::StatusOr<Finding> CheckSeLinux(Examination& examination) {
  ASSIGN_OR_RETURN(const ProbeRun probe, examination.Probe());
  return JudgeSeLinux(probe.report);
}

}  // namespace minidcos
