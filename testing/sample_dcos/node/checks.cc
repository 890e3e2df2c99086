#include "testing/sample_dcos/node/checks.h"

#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "testing/sample_dcos/node/http_client.h"
#include "testing/sample_dcos/node/local_node.h"
#include "testing/sample_dcos/node/systemd.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

int Report(CheckStatus status, absl::string_view text) {
  std::cout << text << "\n";
  return status;
}

int CheckComponents() {
  const absl::StatusOr<std::vector<UnitState>> units = DcosUnits();
  if (!units.ok()) return Report(kUnknown, units.status().message());
  CheckStatus status = kOk;
  for (const UnitState& unit : *units) {
    if (unit.healthy) continue;
    status = kFailure;
    std::cout << "Unhealthy systemd unit: " << unit.id << " (" << unit.state
              << ")\n";
  }
  return status == kOk ? Report(kOk, "All units are healthy") : status;
}

int CheckExecutable(const std::string& name) {
  const char* path = std::getenv("PATH");
  for (const absl::string_view folder :
       absl::StrSplit(path == nullptr ? "" : path, ':')) {
    const std::string candidate = absl::StrCat(folder, "/", name);
    if (access(candidate.c_str(), X_OK) == 0) return Report(kOk, candidate);
  }
  return Report(kFailure, absl::StrCat(name, " is not in $PATH"));
}

int CheckIp() {
  const absl::StatusOr<std::string> ip = DetectIp();
  return ip.ok() ? Report(kOk, *ip) : Report(kFailure, ip.status().message());
}

int CheckMesosMetrics(bool master) {
  const absl::StatusOr<HttpAnswer> answer =
      CallHttp({.address = master ? "127.0.0.1:5050" : "127.0.0.1:5051",
                .target = "/metrics/snapshot"});
  if (!answer.ok()) return Report(kUnknown, answer.status().message());
  const absl::StatusOr<Metrics> metrics = FromJson<Metrics>(answer->body);
  if (!metrics.ok()) return Report(kUnknown, answer->body);
  const double value =
      master ? metrics->log_recovered() : metrics->registered();
  return Report(value == 1 ? kOk : kFailure, answer->body);
}

// The number of a group, or -1. Not getgrnam(): that wants glibc's shared
// libraries, which a static binary may not find.
gid_t GroupId(absl::string_view name) {
  const absl::StatusOr<std::string> groups = ReadFile("/etc/group");
  if (!groups.ok()) return -1;
  for (const absl::string_view line : absl::StrSplit(*groups, '\n')) {
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ':');
    gid_t id = 0;
    if (fields.size() > 2 && fields[0] == name &&
        absl::SimpleAtoi(fields[2], &id)) {
      return id;
    }
  }
  return -1;
}

int CheckJournald() {
  struct stat folder;
  std::string path = "/var/log/journal";
  if (stat(path.c_str(), &folder) != 0) path = "/run/log/journal";
  if (stat(path.c_str(), &folder) != 0) {
    return Report(kFailure, "there is no journal");
  }
  if (folder.st_gid != GroupId("systemd-journal")) {
    return Report(kFailure, path + " does not belong to systemd-journal");
  }
  constexpr mode_t kReadable = S_IRGRP | S_IXGRP;
  if ((folder.st_mode & kReadable) != kReadable) {
    return Report(kFailure, path + " cannot be read by its group");
  }
  return Report(kOk, path);
}

int CheckTime() {
  timex clock = {};
  return adjtimex(&clock) == TIME_ERROR
             ? Report(kFailure, "Clock is out of sync / in unsync state.")
             : Report(kOk, "Clock is synced");
}

}  // namespace

int ChecksMain(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = arguments;
  bool master = IsMaster();
  if (words.size() > 1 && words[0] == "--role") {
    master = words[1] == "master";
    words.erase(words.begin(), words.begin() + 2);
  }
  const std::string check = words.empty() ? "" : words[0];
  if (check == "components") return CheckComponents();
  if (check == "executable" && words.size() == 2) {
    return CheckExecutable(words[1]);
  }
  if (check == "ip") return CheckIp();
  if (check == "mesos-metrics") return CheckMesosMetrics(master);
  if (check == "journald") return CheckJournald();
  if (check == "time") return CheckTime();
  return Report(kUnknown, "usage: dcos-checks [--role ROLE] CHECK [ARGUMENT]");
}

}  // namespace minidcos::sample
