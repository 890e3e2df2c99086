#include "testing/fake_transport.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"
#include "common/base/context.h"
#include "common/node/node.h"
#include "common/node/transport.h"
#include "common/status/status_macros.h"

namespace minidcos {

std::string FakeCall::Line() const { return absl::StrJoin(command.argv, " "); }

absl::StatusOr<int> FakeTransport::Run(const Context& ctx,
                                       const std::string& container_id,
                                       const Command& command,
                                       const OutputSink& on_stdout,
                                       const OutputSink& on_stderr) {
  RETURN_IF_ERROR(ctx.Check());
  const FakeCall call = {container_id, command};
  {
    const absl::MutexLock lock(&mutex_);
    calls_.push_back(call);
  }
  ASSIGN_OR_RETURN(const CommandResult result, handler_(ctx, call));
  RETURN_IF_ERROR(on_stdout(result.stdout_text));
  RETURN_IF_ERROR(on_stderr(result.stderr_text));
  return result.exit_code;
}

std::vector<FakeCall> FakeTransport::calls() const {
  const absl::MutexLock lock(&mutex_);
  return calls_;
}

Node FakeNode(NodeRole role, int index, const std::string& ip_address,
              std::shared_ptr<Transport> transport) {
  const std::string reference = absl::StrCat(NodeRoleName(role), "_", index);
  return Node({.role = role,
               .index = index,
               .container_id = reference,
               .container_name = reference,
               .ip_address = ip_address,
               .state = "running"},
              std::move(transport));
}

}  // namespace minidcos
