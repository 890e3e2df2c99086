// A process that has been on this host and is surely gone, as labels and
// markers name it (common/base/process_id.h).

#ifndef MINIDCOS_TESTING_DEAD_PROCESS_H_
#define MINIDCOS_TESTING_DEAD_PROCESS_H_

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/process_id.h"

namespace minidcos {

// Of a boot that is over, and, where the test runs in one, of its namespace of
// pids: none of another is ever judged dead.
inline std::string DeadProcess() {
  std::vector<std::string> parts = absl::StrSplit(ThisProcess(), '/');
  parts[1] = "an-earlier-boot";
  return absl::StrJoin(parts, "/");
}

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_DEAD_PROCESS_H_
