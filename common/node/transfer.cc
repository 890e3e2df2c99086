#include "common/node/transfer.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/embedded_file.h"
#include "common/node/command.h"
#include "common/node/drop_output.h"
#include "common/node/mount_table.h"
#include "common/node/process.h"
#include "common/node/transfer_scripts.h"
#include "common/node/transport.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Of errors, that a node may fill without end.
constexpr size_t kMostErrors = size_t{64} << 10;
// give.sh's code for what is not there.
constexpr int kNoSuchFile = 3;

std::string ScriptText(absl::string_view name) {
  for (const EmbeddedFile& file : TransferScripts()) {
    if (file.path == name) return std::string(file.content);
  }
  return "";
}

}  // namespace

absl::StatusOr<std::unique_ptr<TransferScript>> TransferScript::Start(
    const Context& ctx, const NodeFiles& node, const std::string& script,
    const std::vector<std::string>& arguments, int answers) {
  Command command = {
      .argv = {"/bin/sh", "-c", ScriptText(script),
               absl::StrCat("minidcos-", absl::StripSuffix(script, ".sh"))},
      .has_input = true};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  std::unique_ptr<TransferScript> started(new TransferScript(node));
  ASSIGN_OR_RETURN(started->process_,
                   Process::Start(ctx, node.transport, node.identity, command));
  RETURN_IF_ERROR(started->ReadAnswers(ctx, answers));
  return started;
}

TransferScript::~TransferScript() {
  // Not killed, so that it cleans up.
  if (process_ != nullptr) process_->End(DropOutput, DropOutput);
}

absl::Status TransferScript::ReadAnswers(const Context& ctx, int answers) {
  std::string output;
  while (std::count(output.begin(), output.end(), '\0') < answers) {
    ASSIGN_OR_RETURN(const Process::Piece piece, process_->Read(ctx));
    if (piece.bytes.empty()) {
      ASSIGN_OR_RETURN(const int exit_code, process_->Wait(ctx));
      process_ = nullptr;
      return Failure(exit_code);
    }
    absl::StrAppend(piece.is_stderr ? &errors_ : &output, piece.bytes);
  }
  answers_ = absl::StrSplit(output, '\0');
  return absl::OkStatus();
}

absl::StatusOr<bool> TransferScript::EngineSees(const Context& ctx,
                                                const std::string& path,
                                                bool below, int mounts) const {
  ArchiveRoad* const road = node_.transport->archive_road();
  if (road == nullptr) return false;
  ASSIGN_OR_RETURN(const std::vector<std::string> points,
                   road->MountPoints(ctx, node_.identity));
  return minidcos::EngineSees(answer(mounts), points, path, below);
}

absl::Status TransferScript::Finish(const Context& ctx,
                                    const OutputSink& output,
                                    const InputSource& input) {
  const auto keep_errors = [this](absl::string_view piece) {
    if (errors_.size() < kMostErrors) absl::StrAppend(&errors_, piece);
    return absl::OkStatus();
  };
  const absl::StatusOr<int> exit_code =
      RunToEnd(ctx, *process_, output, keep_errors, input);
  process_ = nullptr;
  RETURN_IF_ERROR(exit_code.status());
  return *exit_code == 0 ? absl::OkStatus() : Failure(*exit_code);
}

absl::Status TransferScript::Failure(int exit_code) const {
  const absl::string_view errors = absl::StripAsciiWhitespace(errors_);
  const absl::string_view first = errors.substr(0, errors.find('\n'));
  if (first.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the transfer ended with code ", exit_code));
  }
  if (exit_code == kNoSuchFile) return absl::NotFoundError(first);
  absl::Status failure = absl::FailedPreconditionError(first);
  if (first.size() < errors.size()) SetOutput(failure, errors);
  return failure;
}

std::string TransferName(absl::string_view path) {
  while (absl::ConsumeSuffix(&path, "/")) {
  }
  const absl::string_view name = path.substr(path.rfind('/') + 1);
  if (name.empty() || name == "..") return ".";
  return std::string(name);
}

}  // namespace minidcos
