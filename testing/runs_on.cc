#include "testing/runs_on.h"

#include <cstddef>
#include <ostream>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

constexpr size_t kMostShown = 4096;
constexpr absl::Duration kInterval = absl::Milliseconds(200);

std::string WithoutLastEnds(absl::string_view text) {
  while (absl::EndsWith(text, "\n")) text.remove_suffix(1);
  return std::string(text);
}

// Each line of `text` below the others, after the name of its stream.
void WriteStream(std::ostream& stream, absl::string_view name,
                 absl::string_view text) {
  if (text.empty()) return;
  if (text.size() > kMostShown) {
    stream << "\n  " << name << " | [" << text.size() - kMostShown
           << " bytes before this are not shown]";
    text.remove_prefix(text.size() - kMostShown);
  }
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    stream << "\n  " << name << " | " << std::string(line);
  }
}

NodeRun RunOnce(const Context& ctx, const Node& node, absl::string_view line) {
  Command command;
  command.argv = {"/bin/sh", "-c", std::string(line)};
  return NodeRun(node.reference(), std::string(line), node.Run(ctx, command));
}

}  // namespace

std::string NodeRun::printed() const {
  return result_.ok() ? WithoutLastEnds(result_->stdout_text) : "";
}

std::string NodeRun::printed_error() const {
  return result_.ok() ? WithoutLastEnds(result_->stderr_text) : "";
}

NodeRun::operator ::testing::AssertionResult() const {
  return ::testing::AssertionResult(succeeded()) << *this;
}

::testing::AssertionResult NodeRun::operator!() const {
  return ::testing::AssertionResult(result_.ok() && !succeeded()) << *this;
}

std::ostream& operator<<(std::ostream& stream, const NodeRun& run) {
  stream << "'" << run.line_ << "' on " << run.node_ << ", which ";
  if (!run.result_.ok()) {
    return stream << "could not be run to its end: "
                  << std::string(run.result_.status().message());
  }
  stream << "exits with " << run.result_->exit_code;
  WriteStream(stream, "stdout", run.printed());
  WriteStream(stream, "stderr", run.printed_error());
  return stream;
}

NodeRun RunsOn(const Node& node, absl::string_view line) {
  return RunsOn(Context().WithTimeout(kRunTimeout), node, line);
}

NodeRun RunsOn(const Context& ctx, const Node& node, absl::string_view line) {
  return RunOnce(ctx, node, line);
}

NodeRun SoonRunsOn(const Node& node, absl::string_view line,
                   absl::Duration within) {
  const Context ctx = Context().WithTimeout(within);
  NodeRun last = RunOnce(ctx, node, line);
  while (!static_cast<::testing::AssertionResult>(last) &&
         ctx.WaitFor(kInterval).ok()) {
    NodeRun run = RunOnce(ctx, node, line);
    // One that the deadline has cut short tells less than the one before.
    if (run.result().ok() || ctx.Check().ok()) last = std::move(run);
  }
  return last;
}

}  // namespace minidcos
