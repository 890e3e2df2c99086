// What the probe tells where all is well, for tests on the fake engine.

#ifndef MINIDCOS_COMMON_DOCTOR_FAKE_PROBE_H_
#define MINIDCOS_COMMON_DOCTOR_FAKE_PROBE_H_

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "testing/fake_engine/fake_engine.h"

namespace minidcos {

using ProbeLines = std::map<std::string, std::string>;

inline ProbeLines GoodProbeLines() {
  return {{"time", absl::StrCat(absl::ToUnixSeconds(absl::Now()), ".5")},
          {"clock-synchronized", "1"},
          {"sysctl/fs/file-max", "1000000"},
          {"sysctl/fs/inotify/max_user_instances", "1024"},
          {"sysctl/fs/inotify/max_user_watches", "524288"},
          {"sysctl/net/core/somaxconn", "4096"},
          {"sysctl/net/ipv4/tcp_fin_timeout", "60"},
          {"sysctl/net/ipv4/tcp_max_orphans", "65536"},
          {"sysctl/net/ipv4/tcp_max_syn_backlog", "2048"},
          {"sysctl/net/ipv4/tcp_max_tw_buckets", "65536"},
          {"sysctl/net/ipv4/tcp_tw_reuse", "2"},
          {"sysctl/net/netfilter/nf_conntrack_max", "262144"},
          {"open-files", "1048576"},
          {"cgroup-v1", ""},
          {"cgroup-v2", "cpuset cpu io memory pids"},
          {"space", "50000000000"},
          {"root-space", "50000000000"},
          {"kernel", "6.1.0"},
          {"overlay", "0"},
          {"dummy", "0"},
          {"ip_set", "0"},
          {"loop", "0"},
          {"tun", "0"},
          {"selinux", "0"}};
}

inline std::string ProbeText(const ProbeLines& lines) {
  std::string text;
  for (const auto& [key, value] : lines) {
    absl::StrAppend(&text, key, "=", value, "\n");
  }
  return absl::StrCat(text, "end=\n");
}

// For FakeEngine::OnStart().
inline FakeRun FakeProbe(const ProbeLines& lines) {
  return {.stdout_text = ProbeText(lines), .stays = true};
}

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_FAKE_PROBE_H_
