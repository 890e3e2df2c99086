// The flags by which exec and run run DC/OS's integration tests.

#ifndef MINIDCOS_TOOLS_EXEC_TEST_FLAGS_H_
#define MINIDCOS_TOOLS_EXEC_TEST_FLAGS_H_

#include "common/cli/flags.h"
#include "tools/exec/exec.h"

namespace minidcos {

// Flags that set `options`, which must outlive their reading.
FlagGroup TestFlags(ExecOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_EXEC_TEST_FLAGS_H_
