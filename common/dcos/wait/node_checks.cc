#include "common/dcos/wait/node_checks.h"

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/dcos/dcos.pb.h"
#include "common/dcos/output_tail.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kShownLines = 20;

// Runs the command that this version of DC/OS has for its checks: from 1.12 on,
// in 1.10 and 1.11, and before. As long as there is none, tells how far the
// units are that bring it.
constexpr char kScript[] =
    R"(for command in 'dcos-check-runner check node-poststart' \
    'dcos-diagnostics check node-poststart' '3dt --diag'; do
  if [ -x "$1/${command%% *}" ]; then exec "$1"/$command; fi
done
systemctl --no-pager status dcos-download.service dcos-setup.service
exit 127)";
constexpr char kBinFolder[] = "/opt/mesosphere/bin";
constexpr int kNoCommand = 127;

absl::Status NotPassed(const Node& node, absl::string_view what,
                       absl::string_view output) {
  absl::Status status =
      absl::FailedPreconditionError(absl::StrCat(node.reference(), ": ", what));
  SetOutput(status, output);
  return status;
}

// Of a report by the check runner: OK, or the checks that fail and why.
absl::Status JudgeReport(const Node& node, const dcos::CheckReport& report) {
  std::vector<std::string> names;
  std::string output;
  // Sorted, which the message's map is not.
  for (const auto& [name, check] :
       std::map<std::string, dcos::CheckReport::Check>(report.checks().begin(),
                                                       report.checks().end())) {
    if (check.status() == 0) continue;
    names.push_back(absl::StrCat("'", name, "'"));
    const std::string prefix = absl::StrCat(node.reference(), ": ", name, ": ");
    absl::StrAppend(&output,
                    OutputTail(check.output(), "", kShownLines, prefix));
  }
  if (names.empty()) return absl::OkStatus();
  const bool one = names.size() == 1;
  return NotPassed(
      node,
      absl::StrCat(one ? "node check " : "node checks ",
                   absl::StrJoin(names, ", "), one ? " fails" : " fail"),
      output);
}

absl::Status Judge(const Node& node, const CommandResult& result) {
  if (dcos::CheckReport report; ParseJson(result.stdout_text, report).ok()) {
    RETURN_IF_ERROR(JudgeReport(node, report));
  }
  const std::string prefix = absl::StrCat(node.reference(), ": ");
  if (dcos::CheckFailure failure;
      ParseJson(result.stdout_text, failure).ok() && !failure.error().empty()) {
    return NotPassed(node,
                     absl::StrCat("node checks cannot run: ", failure.error()),
                     OutputTail(absl::StrJoin(failure.checks(), "\n"), "",
                                kShownLines, prefix));
  }
  if (result.exit_code == 0) return absl::OkStatus();
  return NotPassed(
      node, absl::StrCat("node checks exit with code ", result.exit_code),
      OutputTail(result.stdout_text, result.stderr_text, kShownLines, prefix));
}

}  // namespace

absl::Status RunNodeChecks(const Context& ctx, const Node& node) {
  ASSIGN_OR_RETURN(
      const CommandResult result,
      node.Run(ctx, {.argv = {"/bin/sh", "-c", kScript, "sh", kBinFolder}}));
  if (result.exit_code != kNoCommand) return Judge(node, result);
  return NotPassed(
      node, "DC/OS has not set itself up yet",
      OutputTail(result.stdout_text, result.stderr_text, kShownLines,
                 absl::StrCat(node.reference(), ": ")));
}

}  // namespace minidcos
