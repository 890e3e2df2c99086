#include "common/base/process_id.h"

#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/process_facts.h"

namespace minidcos {
std::string ThisHost() {
  char name[256] = "";
  gethostname(name, sizeof(name) - 1);
  return absl::StrCat(name, "-", MachineId());
}

std::string ThisProcess() {
  const std::string pid = absl::StrCat(getpid());
  return absl::StrCat(ThisHost(), "/", BootId(), "/", pid, "/", StartTime(pid));
}

bool IsOnThisHost(absl::string_view process) {
  const std::vector<std::string> parts = absl::StrSplit(process, '/');
  return parts[0] == ThisHost();
}

bool IsDead(absl::string_view process) {
  const std::vector<std::string> parts = absl::StrSplit(process, '/');
  if (parts.size() != 4 || parts[0] != ThisHost()) return false;
  return parts[1] != BootId() || StartTime(parts[2]) != parts[3];
}

}  // namespace minidcos
