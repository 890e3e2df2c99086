#include "common/base/process_id.h"

#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/process_facts.h"

namespace minidcos {
namespace {

// Whether processes of the pid part `pid` are of our namespace. A word of
// another may even come from another machine, with the same name and, from the
// same image, the same id.
bool IsOfOurNamespace(absl::string_view pid) {
  const std::vector<std::string> parts = absl::StrSplit(pid, '.');
  return PidNamespace() == (parts.size() == 1 ? "" : parts[1]);
}

}  // namespace

std::string ThisHost() {
  char name[256] = "";
  gethostname(name, sizeof(name) - 1);
  return absl::StrCat(name, "-", MachineId());
}

std::string ThisProcess() {
  const std::string pid = absl::StrCat(getpid());
  const std::string name_space = PidNamespace();
  return absl::StrCat(ThisHost(), "/", BootId(), "/", pid,
                      name_space.empty() ? "" : ".", name_space, "/",
                      StartTime(pid).value_or(""));
}

bool IsOnThisHost(absl::string_view process) {
  const std::vector<std::string> parts = absl::StrSplit(process, '/');
  return parts[0] == ThisHost();
}

bool IsDead(absl::string_view process) {
  const std::vector<std::string> parts = absl::StrSplit(process, '/');
  if (parts.size() != 4 || parts[0] != ThisHost()) return false;
  if (!IsOfOurNamespace(parts[2])) return false;
  const std::string boot = BootId();
  if (parts[1] != boot) return !boot.empty();
  const std::string pid = parts[2].substr(0, parts[2].find('.'));
  const std::optional<std::string> start = StartTime(pid);
  return start.has_value() && (start->empty() || *start != parts[3]);
}

bool IsAliveHere(absl::string_view process) {
  const std::vector<std::string> parts = absl::StrSplit(process, '/');
  return parts.size() == 4 && IsOnThisHost(process) &&
         IsOfOurNamespace(parts[2]) && !IsDead(process);
}

}  // namespace minidcos
