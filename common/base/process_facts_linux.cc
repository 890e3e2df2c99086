#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/files.h"
#include "common/base/process_facts.h"

namespace minidcos {
namespace {

std::string FirstLine(const std::string& path) {
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) return "";
  return std::string(absl::StripAsciiWhitespace(*content));
}

// Whatever /proc shows of it: other users' processes may be hidden there.
bool IsFree(absl::string_view pid) {
  int number = 0;
  if (!absl::SimpleAtoi(pid, &number) || number <= 0) return true;
  return kill(number, 0) != 0 && errno == ESRCH;
}

// Whether /proc tells of our namespace: below `unshare --pid` alone it tells of
// the one outside, where each number is another process.
bool ProcIsOurs() {
  char link[32] = "";
  const ssize_t size = readlink("/proc/self", link, sizeof(link));
  return absl::string_view(link, size < 0 ? 0 : size) == absl::StrCat(getpid());
}

}  // namespace

std::string MachineId() { return FirstLine("/etc/machine-id"); }

std::string BootId() { return FirstLine("/proc/sys/kernel/random/boot_id"); }

std::string PidNamespace() {
  // The kernel's PROC_PID_INIT_INO.
  constexpr absl::string_view kOfTheMachine = "4026531836";
  char link[64] = "";
  const ssize_t size = readlink("/proc/self/ns/pid", link, sizeof(link));
  absl::string_view name(link, size < 0 ? 0 : size);
  if (!absl::ConsumePrefix(&name, "pid:[") || !absl::ConsumeSuffix(&name, "]"))
    return "";
  return name == kOfTheMachine ? "" : std::string(name);
}

// In clock ticks after boot. proc(5): fields 3 and 22 of stat, counted after
// the command's name, which may hold anything.
std::optional<std::string> StartTime(absl::string_view pid) {
  const std::string stat =
      ProcIsOurs() ? FirstLine(absl::StrCat("/proc/", pid, "/stat")) : "";
  const size_t name_end = stat.rfind(") ");
  constexpr int kStateAfterName = 0;
  constexpr int kStartTimeAfterName = 19;
  std::vector<std::string> fields;
  if (name_end != std::string::npos) {
    fields = absl::StrSplit(stat.substr(name_end + 2), ' ');
  }
  if (fields.size() <= kStartTimeAfterName) {
    if (IsFree(pid)) return "";
    return std::nullopt;
  }
  const std::string& state = fields[kStateAfterName];
  return state == "Z" || state == "X" ? "" : fields[kStartTimeAfterName];
}

}  // namespace minidcos
