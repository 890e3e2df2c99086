#include "tools/logs/journal_stream.h"

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/process.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "tools/logs/journal_command.h"

namespace minidcos {
namespace {

constexpr size_t kMostHeld = size_t{64} << 10;
constexpr size_t kMostErrors = size_t{4} << 10;

}  // namespace

absl::Status JournalStream::Start(const Context& ctx, const Command& command) {
  ASSIGN_OR_RETURN(process_, node_.Start(ctx, command));
  return Advance(ctx);
}

absl::Status JournalStream::Advance(const Context& ctx) {
  begin_ = end_;
  size_t line_end;
  while ((line_end = read_.find('\n', begin_)) == std::string::npos &&
         !is_over_ && read_.size() - begin_ < kMostHeld) {
    RETURN_IF_ERROR(ReadMore(ctx));
  }
  end_ = line_end == std::string::npos ? read_.size() : line_end + 1;
  const absl::string_view line = this->line();
  if (!in_line_ && !line.empty() && absl::ascii_isdigit(line.front())) {
    time_ = std::string(line.substr(0, kTimeSize));
  }
  in_line_ = !line.empty() && line.back() != '\n';
  return absl::OkStatus();
}

absl::Status JournalStream::ReadMore(const Context& ctx) {
  absl::StatusOr<Process::Piece> piece = process_->Read(ctx);
  if (!piece.ok()) return Annotate(piece.status(), node_.reference());
  if (piece->bytes.empty()) return Finish(ctx);
  if (piece->is_stderr) {
    if (errors_.size() < kMostErrors) absl::StrAppend(&errors_, piece->bytes);
    return absl::OkStatus();
  }
  read_.erase(0, begin_);
  begin_ = 0;
  absl::StrAppend(&read_, piece->bytes);
  return absl::OkStatus();
}

absl::Status JournalStream::Finish(const Context& ctx) {
  is_over_ = true;
  const absl::StatusOr<int> exit_code = process_->Wait(ctx);
  if (!exit_code.ok()) return Annotate(exit_code.status(), node_.reference());
  return JournalResult(node_, *exit_code, errors_);
}

}  // namespace minidcos
