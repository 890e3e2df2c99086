#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/base/process_facts.h"

namespace minidcos {
namespace {

std::string FirstLine(const std::string& path) {
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) return "";
  return std::string(absl::StripAsciiWhitespace(*content));
}

}  // namespace

std::string MachineId() { return FirstLine("/etc/machine-id"); }

std::string BootId() { return FirstLine("/proc/sys/kernel/random/boot_id"); }

// In clock ticks after boot. proc(5): field 22 of stat, counted after the
// command's name, which may hold anything.
std::string StartTime(absl::string_view pid) {
  const std::string stat = FirstLine(absl::StrCat("/proc/", pid, "/stat"));
  const size_t name_end = stat.rfind(") ");
  if (name_end == std::string::npos) return "";
  constexpr int kStartTimeAfterName = 19;
  const std::vector<std::string> fields =
      absl::StrSplit(stat.substr(name_end + 2), ' ');
  return fields.size() > kStartTimeAfterName ? fields[kStartTimeAfterName] : "";
}

}  // namespace minidcos
