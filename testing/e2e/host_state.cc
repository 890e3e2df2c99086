#include "testing/e2e/host_state.h"

#include <ctime>
#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/files.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

using Entries = std::map<std::string, std::string>;

// Each container has interfaces of its own on the host; and every process that
// starts is the last one.
bool Moves(const std::string& path) {
  return absl::StrContains(path, "/conf/") ||
         absl::StrContains(path, "/neigh/") ||
         absl::EndsWith(path, "/ns_last_pid");
}

Entries ReadSysctls() {
  Entries sysctls;
  std::error_code error;
  const auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator entry("/proc/sys", options, error), end;
       entry != end; entry.increment(error)) {
    const std::string path = entry->path();
    const auto permissions = entry->status(error).permissions();
    const bool settable = (permissions & fs::perms::owner_write) != fs::perms();
    if (!entry->is_regular_file(error) || !settable || Moves(path)) continue;
    // Some can only be written.
    sysctls[path] = ReadFile(path).value_or("");
  }
  return sysctls;
}

Entries ReadMounts() {
  Entries mounts;
  const std::string table = *ReadFile("/proc/self/mounts");
  for (const absl::string_view line :
       absl::StrSplit(table, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    if (!absl::StrContains(words[1], "/docker/")) mounts[words[1]] = words[2];
  }
  return mounts;
}

// The group of all containers, which comes with the first: Docker's, that of an
// engine which a test has started, podman's.
bool IsAnEngines(const fs::path& group) {
  const std::string name = group.filename().string();
  return name == "docker" || absl::StartsWith(name, "private-engine-") ||
         name == "libpod_parent";
}

Entries ReadCgroups() {
  Entries groups;
  std::error_code error;
  const fs::path root = "/sys/fs/cgroup";
  const bool unified = fs::exists(root / "cgroup.controllers");
  const auto add = [&](const fs::directory_entry& group) {
    if (group.is_directory(error) && !IsAnEngines(group.path())) {
      groups[group.path()] = "group";
    }
  };
  for (const auto& entry : fs::directory_iterator(root)) {
    if (unified) {
      add(entry);
    } else if (entry.is_directory(error)) {
      for (const auto& group : fs::directory_iterator(entry.path())) add(group);
    }
  }
  return groups;
}

absl::Duration ReadClockOffset() {
  timespec since_boot;
  clock_gettime(CLOCK_MONOTONIC, &since_boot);
  return absl::Now() - absl::UnixEpoch() -
         absl::DurationFromTimespec(since_boot);
}

void Compare(const Entries& old_entries, const Entries& new_entries,
             std::vector<std::string>& differences) {
  Entries all = old_entries;
  all.insert(new_entries.begin(), new_entries.end());
  const auto value = [](const Entries& entries, const std::string& path) {
    const auto entry = entries.find(path);
    return entry == entries.end() ? std::string("none") : entry->second;
  };
  for (const auto& [path, unused] : all) {
    const std::string old_value = value(old_entries, path);
    const std::string new_value = value(new_entries, path);
    if (old_value == new_value) continue;
    differences.push_back(
        absl::StrCat(path, ": ", old_value, " -> ", new_value));
  }
}

}  // namespace

HostState ReadHostState() {
  return {.sysctls = ReadSysctls(),
          .mounts = ReadMounts(),
          .cgroups = ReadCgroups(),
          .clock_offset = ReadClockOffset()};
}

std::vector<std::string> Differences(const HostState& old_state,
                                     const HostState& new_state) {
  std::vector<std::string> differences;
  Compare(old_state.sysctls, new_state.sysctls, differences);
  Compare(old_state.mounts, new_state.mounts, differences);
  Compare(old_state.cgroups, new_state.cgroups, differences);
  return differences;
}

}  // namespace minidcos
