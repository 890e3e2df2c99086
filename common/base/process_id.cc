#include "common/base/process_id.h"

#include <unistd.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"

namespace minidcos {
namespace {

std::string FirstLine(const std::string& path) {
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) return "";
  return std::string(absl::StripAsciiWhitespace(*content));
}

std::string BootId() { return FirstLine("/proc/sys/kernel/random/boot_id"); }

// Clock ticks after boot; empty if there is no such process. proc(5): field 22
// of stat, counted after the command's name, which may hold anything.
std::string StartTime(absl::string_view pid) {
  const std::string stat = FirstLine(absl::StrCat("/proc/", pid, "/stat"));
  const size_t name_end = stat.rfind(") ");
  if (name_end == std::string::npos) return "";
  constexpr int kStartTimeAfterName = 19;
  const std::vector<std::string> fields =
      absl::StrSplit(stat.substr(name_end + 2), ' ');
  return fields.size() > kStartTimeAfterName ? fields[kStartTimeAfterName] : "";
}

}  // namespace

std::string ThisHost() {
  char name[256] = "";
  gethostname(name, sizeof(name) - 1);
  return absl::StrCat(name, "-", FirstLine("/etc/machine-id"));
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
