#include "tools/exec/exec_report.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "common/base/json.h"
#include "common/base/utf8.h"
#include "common/status/status_macros.h"
#include "tools/exec/exec.pb.h"
#include "tools/exec/run_on_nodes.h"

namespace minidcos {
namespace {

NodeReport ReportOf(const NodeOutcome& outcome) {
  NodeReport report;
  report.set_node(outcome.node);
  if (IsUtf8(outcome.stdout_text)) {
    report.set_stdout(outcome.stdout_text);
  } else {
    report.set_stdout_base64(absl::Base64Escape(outcome.stdout_text));
  }
  if (IsUtf8(outcome.stderr_text)) {
    report.set_stderr(outcome.stderr_text);
  } else {
    report.set_stderr_base64(absl::Base64Escape(outcome.stderr_text));
  }
  if (outcome.exit_code.ok()) {
    report.set_exit_code(*outcome.exit_code);
  } else {
    // What a node says need not be text.
    const std::string message(outcome.exit_code.status().message());
    report.set_error(IsUtf8(message) ? message : absl::CHexEscape(message));
  }
  return report;
}

}  // namespace

absl::Status WriteReport(const std::vector<NodeOutcome>& outcomes,
                         std::ostream& out) {
  ExecReport report;
  for (const NodeOutcome& outcome : outcomes) {
    *report.add_nodes() = ReportOf(outcome);
  }
  ASSIGN_OR_RETURN(const std::string json, ToPrettyJson(report));
  out << json;
  return absl::OkStatus();
}

}  // namespace minidcos
