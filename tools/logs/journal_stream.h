// A node's journal, line by line.

#ifndef MINIDCOS_TOOLS_LOGS_JOURNAL_STREAM_H_
#define MINIDCOS_TOOLS_LOGS_JOURNAL_STREAM_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/node/process.h"

namespace minidcos {

// Holds some 64 KiB of it, whatever its length.
class JournalStream {
 public:
  explicit JournalStream(Node node) : node_(std::move(node)) {}

  // Runs `command` (JournalCommand) and reads the first line.
  absl::Status Start(const Context& ctx, const Command& command);

  // The line, with its line end; a piece of one that is longer than what is
  // held. Empty after the last one.
  absl::string_view line() const {
    return absl::string_view(read_).substr(begin_, end_ - begin_);
  }

  // When the entry was made that the line belongs to: comparing compares times.
  const std::string& time() const { return time_; }

  // Whether Advance need not wait for the node.
  bool HasNext() const { return read_.find('\n', end_) != std::string::npos; }

  // Goes to the next line. kFailedPrecondition with its words if the command
  // failed.
  absl::Status Advance(const Context& ctx);

 private:
  absl::Status ReadMore(const Context& ctx);
  absl::Status Finish(const Context& ctx);

  const Node node_;
  std::unique_ptr<Process> process_;
  // What is here of it, and where the line is in that.
  std::string read_;
  size_t begin_ = 0;
  size_t end_ = 0;
  bool is_over_ = false;
  bool in_line_ = false;
  std::string time_;
  std::string errors_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_LOGS_JOURNAL_STREAM_H_
