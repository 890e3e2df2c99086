// The flags that wait and create share: how to wait for DC/OS.

#ifndef MINIDCOS_TOOLS_WAIT_FLAGS_H_
#define MINIDCOS_TOOLS_WAIT_FLAGS_H_

#include <vector>

#include "absl/time/time.h"
#include "common/cli/flags.h"
#include "common/dcos/wait/wait.h"

namespace minidcos {

struct WaitFlags {
  WaitOptions options;
  absl::Duration timeout = absl::Hours(1);
};

// Flags that set `flags`, which must outlive their reading.
std::vector<Flag> WaitForDcosFlags(WaitFlags& flags);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_WAIT_FLAGS_H_
