#include <sys/proc.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/types.h>
#include <unistd.h>
#include <uuid/uuid.h>

#include <ctime>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/process_facts.h"

namespace minidcos {
namespace {

// A setting that is a text, such as "kern.bootsessionuuid"; empty if there is
// none.
std::string Setting(const char* name) {
  char text[256] = "";
  size_t size = sizeof(text) - 1;
  return sysctlbyname(name, text, &size, nullptr, 0) == 0 ? text : "";
}

}  // namespace

// Not the setting "kern.uuid": that is of the kernel's build, the same on every
// Mac that has it.
std::string MachineId() {
  uuid_t id;
  const timespec as_long_as_it_takes = {};
  if (gethostuuid(id, &as_long_as_it_takes) != 0) return "";
  uuid_string_t text;
  uuid_unparse(id, text);
  return text;
}

std::string BootId() { return Setting("kern.bootsessionuuid"); }

std::string PidNamespace() { return ""; }

// In seconds and microseconds of the clock of that time, which the kernel
// keeps.
std::optional<std::string> StartTime(absl::string_view pid) {
  int number = 0;
  if (!absl::SimpleAtoi(pid, &number)) return "";
  int name[] = {CTL_KERN, KERN_PROC, KERN_PROC_PID, number};
  kinfo_proc process = {};
  size_t size = sizeof(process);
  if (sysctl(name, 4, &process, &size, nullptr, 0) != 0) return std::nullopt;
  if (size == 0 || process.kp_proc.p_stat == SZOMB) return "";
  const timeval& start = process.kp_proc.p_starttime;
  return absl::StrCat(start.tv_sec, ".", start.tv_usec);
}

}  // namespace minidcos
