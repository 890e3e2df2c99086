// Output of several sources, side by side on one stream: line by line, each
// with its source's name before it.
//
//   master_0 | active
//   agent_0 | inactive

#ifndef MINIDCOS_COMMON_CLI_LINE_PREFIX_H_
#define MINIDCOS_COMMON_CLI_LINE_PREFIX_H_

#include <ostream>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace minidcos {

// A stream that several threads write to.
class SharedStream {
 public:
  // `stream` must outlive it.
  explicit SharedStream(std::ostream& stream) : stream_(stream) {}

  // Writes `text` in one piece and flushes. kUnknown if that fails.
  absl::Status Write(absl::string_view text) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  absl::Mutex mutex_;
  std::ostream& stream_ ABSL_GUARDED_BY(mutex_);
};

// One source's output. For one thread; several of them share a stream.
class LinePrefix {
 public:
  // A longer line is broken, so that memory does not grow with it.
  static constexpr size_t kLongestLine = size_t{64} * 1024;

  // `name` "agent_0" puts "agent_0 | " before every line; none if empty.
  // `stream` must outlive it.
  LinePrefix(absl::string_view name, SharedStream& stream);

  // Writes the lines that `piece` completes. kUnknown if that fails.
  absl::Status Write(absl::string_view piece);

  // Writes the last line, completed, if it was not.
  absl::Status Finish();

 private:
  const std::string prefix_;
  SharedStream& stream_;
  // Begins a line that is not complete.
  std::string rest_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_LINE_PREFIX_H_
