#include "common/dcos/install/await_dcos.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/shell_quote.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/dcos/install/dcos_plan.h"
#include "common/dcos/wait/wait.h"

namespace minidcos {

absl::Status AwaitDcos(const Operation& operation, const DcosPlan& plan,
                       const Cluster& cluster) {
  if (!plan.options.wait) return absl::OkStatus();
  return WaitForDcos(operation.ctx.WithTimeout(plan.options.wait_timeout),
                     operation.cleanup_ctx, cluster.nodes(),
                     plan.options.wait_options, operation.progress);
}

void NoteHowToWait(const Operation& operation, const DcosPlan& plan,
                   const std::string& id) {
  if (plan.options.wait || id.empty()) return;
  operation.progress.Note(
      absl::StrCat("DC/OS is setting itself up: 'minidcos wait --cluster-id ",
                   ShellQuote(id), "' waits until it is ready"));
}

}  // namespace minidcos
