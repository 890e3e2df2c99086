#include "tools/exec/run_on_nodes.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/cli/exit_code.h"
#include "common/cli/line_prefix.h"
#include "common/cli/shared_input.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "tools/exec/local_streams.h"
#include "tools/exec/run_on_node.h"

namespace minidcos {
namespace {

// Runs the command of that index, its input being the last argument.
using RunOnOne = std::function<absl::StatusOr<int>(int, const InputSource&)>;

// Runs `run` for each of `commands` at once and returns what it returned.
absl::StatusOr<std::vector<absl::StatusOr<int>>> RunAll(
    const Context& ctx, const std::vector<NodeCommand>& commands,
    const LocalStreams& local, const RunOnOne& run) {
  const int count = static_cast<int>(commands.size());
  const Command& command = commands.front().command;
  std::unique_ptr<SharedInput> shared;
  if (command.has_input) {
    ASSIGN_OR_RETURN(shared, SharedInput::Start(ctx, local.in_fd, count));
  }
  std::vector<absl::StatusOr<int>> exit_codes(count, 0);
  ForEachParallel(count, count, [&](int i) {
    InputSource input;
    if (shared != nullptr) {
      input = [&shared, i](const Context& ctx) { return shared->Read(ctx, i); };
      if (command.terminal.has_value()) input = WithEndKey(std::move(input));
    }
    exit_codes[i] = run(i, input);
    if (shared != nullptr) shared->Leave(i);
    return exit_codes[i].status();
  });
  return exit_codes;
}

std::vector<NodeOutcome> Outcomes(
    const std::vector<NodeCommand>& commands,
    absl::StatusOr<std::vector<absl::StatusOr<int>>> exit_codes) {
  std::vector<NodeOutcome> outcomes;
  for (size_t i = 0; i < commands.size(); ++i) {
    outcomes.push_back({.node = commands[i].node.reference(),
                        .exit_code = exit_codes.ok() ? (*exit_codes)[i]
                                                     : exit_codes.status()});
  }
  return outcomes;
}

}  // namespace

int NodeOutcome::code() const {
  return exit_code.ok() ? *exit_code : kExitOurFailure;
}

std::vector<NodeOutcome> RunOnNodes(const Context& ctx,
                                    const std::vector<NodeCommand>& commands,
                                    bool prefix, const LocalStreams& local) {
  SharedStream out(local.out);
  SharedStream err(local.err);
  const auto run = [&](int i, const InputSource& input) -> absl::StatusOr<int> {
    const std::string name = prefix ? commands[i].node.reference() : "";
    LinePrefix out_lines(name, out);
    LinePrefix err_lines(name, err);
    const absl::StatusOr<int> exit_code = commands[i].node.Run(
        ctx, commands[i].command,
        [&](absl::string_view p) { return out_lines.Write(p); },
        [&](absl::string_view p) { return err_lines.Write(p); }, input,
        local.patience);
    const absl::Status finished =
        FirstError({out_lines.Finish(), err_lines.Finish()});
    RETURN_IF_ERROR(exit_code.status());
    RETURN_IF_ERROR(finished);
    return exit_code;
  };
  return Outcomes(commands, RunAll(ctx, commands, local, run));
}

std::vector<NodeOutcome> CollectOnNodes(
    const Context& ctx, const std::vector<NodeCommand>& commands,
    const LocalStreams& local) {
  std::vector<std::string> out(commands.size());
  std::vector<std::string> err(commands.size());
  const auto append_to = [](std::string& text) {
    return [&text](absl::string_view piece) {
      absl::StrAppend(&text, piece);
      return absl::OkStatus();
    };
  };
  const auto run = [&](int i, const InputSource& input) {
    return commands[i].node.Run(ctx, commands[i].command, append_to(out[i]),
                                append_to(err[i]), input, local.patience);
  };
  std::vector<NodeOutcome> outcomes =
      Outcomes(commands, RunAll(ctx, commands, local, run));
  for (size_t i = 0; i < commands.size(); ++i) {
    outcomes[i].stdout_text = std::move(out[i]);
    outcomes[i].stderr_text = std::move(err[i]);
  }
  return outcomes;
}

}  // namespace minidcos
