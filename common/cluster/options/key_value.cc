#include "common/cluster/options/key_value.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "re2/re2.h"

namespace minidcos {

absl::StatusOr<std::map<std::string, std::string>> ParseKeyValues(
    absl::string_view what, const std::vector<std::string>& words) {
  std::map<std::string, std::string> map;
  for (const std::string& word : words) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(word, absl::MaxSplits('=', 1));
    if (parts.first.empty() || !absl::StrContains(word, '=')) {
      return absl::InvalidArgumentError(
          absl::StrCat("bad ", what, " '", word, "': the syntax is KEY=VALUE"));
    }
    if (!map.insert(parts).second) {
      return absl::InvalidArgumentError(absl::StrCat(
          "bad ", what, " '", word, "': '", parts.first, "' is given twice"));
    }
  }
  return map;
}

absl::Status CheckCustomLabels(
    const std::map<std::string, std::string>& labels) {
  for (const auto& [key, value] : labels) {
    if (!absl::StartsWith(key, "minidcos.") &&
        !absl::StartsWith(key, "dcos_e2e.")) {
      continue;
    }
    return absl::InvalidArgumentError(
        absl::StrCat("bad label '", key,
                     "': labels that begin with minidcos. or dcos_e2e. are the "
                     "cluster's own"));
  }
  return absl::OkStatus();
}

absl::Status CheckSysctls(const std::map<std::string, std::string>& sysctls) {
  // namespaces(7): those of the network, IPC and UTS namespaces. The engine
  // takes no others either.
  static const RE2& namespaced = *new RE2(
      R"(net\..+|fs\.mqueue\..+|kernel\.(shm.+|msg.+|sem|domainname))");
  for (const auto& [key, value] : sysctls) {
    if (RE2::FullMatch(key, namespaced)) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "bad sysctl '", key,
        "': a node has only net.*, fs.mqueue.*, kernel.shm*, kernel.msg*, "
        "kernel.sem and kernel.domainname of its own; others are the host's"));
  }
  return absl::OkStatus();
}

}  // namespace minidcos
