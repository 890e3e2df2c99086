// The flags of exec.

#ifndef MINIDCOS_TOOLS_EXEC_EXEC_FLAGS_H_
#define MINIDCOS_TOOLS_EXEC_EXEC_FLAGS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/cli/flags.h"
#include "tools/exec/exec.h"

namespace minidcos {

struct ExecFlags {
  ExecOptions options;
  absl::Duration timeout = absl::InfiniteDuration();
  bool tty = false;
  bool no_tty = false;
};

// Flags that set `flags`, which must outlive their reading.
std::vector<FlagGroup> FlagsOfExec(ExecFlags& flags);

// The options that they ask for. kInvalidArgument if they exclude each other.
absl::StatusOr<ExecOptions> OptionsOf(const ExecFlags& flags);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_EXEC_EXEC_FLAGS_H_
