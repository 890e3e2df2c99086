// What exec --output=json prints.

#ifndef MINIDCOS_TOOLS_EXEC_EXEC_REPORT_H_
#define MINIDCOS_TOOLS_EXEC_EXEC_REPORT_H_

#include <ostream>
#include <vector>

#include "absl/status/status.h"
#include "tools/exec/run_on_nodes.h"

namespace minidcos {

// Writes an ExecReport (exec.proto) as JSON.
absl::Status WriteReport(const std::vector<NodeOutcome>& outcomes,
                         std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_EXEC_EXEC_REPORT_H_
