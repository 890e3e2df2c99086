#include "common/node/node.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/shell_quote.h"
#include "common/node/transport.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr NodeRole kRoles[] = {NodeRole::kMaster, NodeRole::kAgent,
                               NodeRole::kPublicAgent};

OutputSink AppendTo(std::string& text) {
  return [&text](absl::string_view piece) {
    absl::StrAppend(&text, piece);
    return absl::OkStatus();
  };
}

}  // namespace

absl::string_view NodeRoleName(NodeRole role) {
  switch (role) {
    case NodeRole::kMaster:
      return "master";
    case NodeRole::kAgent:
      return "agent";
    case NodeRole::kPublicAgent:
      return "public_agent";
  }
  return "";
}

absl::StatusOr<NodeRole> ParseNodeRole(absl::string_view name) {
  for (const NodeRole role : kRoles) {
    if (NodeRoleName(role) == name) return role;
  }
  return absl::InvalidArgumentError(absl::StrCat("'", name, "' is no role"));
}

std::string Node::reference() const {
  return absl::StrCat(NodeRoleName(role()), "_", index());
}

absl::StatusOr<int> Node::Run(const Context& ctx, const Command& command,
                              const OutputSink& on_stdout,
                              const OutputSink& on_stderr) const {
  absl::StatusOr<int> exit_code = transport_->Run(
      ctx, identity_.container_id, command, on_stdout, on_stderr);
  if (!exit_code.ok()) return Annotate(exit_code.status(), reference());
  return exit_code;
}

absl::StatusOr<CommandResult> Node::Run(const Context& ctx,
                                        const Command& command) const {
  CommandResult result;
  ASSIGN_OR_RETURN(result.exit_code,
                   Run(ctx, command, AppendTo(result.stdout_text),
                       AppendTo(result.stderr_text)));
  return result;
}

absl::StatusOr<std::string> Node::MustRun(const Context& ctx,
                                          const Command& command) const {
  ASSIGN_OR_RETURN(const CommandResult result, Run(ctx, command));
  if (result.exit_code == 0) return result.stdout_text;
  absl::Status failed = absl::FailedPreconditionError(
      absl::StrCat(reference(), ": ", ShellQuoteAll(command.argv),
                   " exited with code ", result.exit_code));
  SetOutput(failed, absl::StrCat(result.stdout_text, result.stderr_text));
  return failed;
}

}  // namespace minidcos
