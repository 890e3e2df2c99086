#include "common/cli/line_prefix.h"

#include <algorithm>
#include <ios>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace minidcos {

absl::Status SharedStream::Write(absl::string_view text) {
  const absl::MutexLock lock(&mutex_);
  stream_.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream_.flush();
  return stream_ ? absl::OkStatus()
                 : absl::UnknownError("writing the output failed");
}

LinePrefix::LinePrefix(absl::string_view name, SharedStream& stream)
    : prefix_(name.empty() ? "" : absl::StrCat(name, " | ")), stream_(stream) {}

absl::Status LinePrefix::Write(absl::string_view piece) {
  std::string lines;
  while (!piece.empty()) {
    const size_t room = kLongestLine - rest_.size();
    const size_t line_end = piece.substr(0, room + 1).find('\n');
    const bool is_whole = line_end != absl::string_view::npos;
    const size_t taken = is_whole ? line_end : std::min(room, piece.size());
    absl::StrAppend(&rest_, piece.substr(0, taken));
    piece.remove_prefix(is_whole ? taken + 1 : taken);
    if (!is_whole && piece.empty()) break;
    absl::StrAppend(&lines, prefix_, rest_, "\n");
    rest_.clear();
  }
  return lines.empty() ? absl::OkStatus() : stream_.Write(lines);
}

absl::Status LinePrefix::Finish() {
  return rest_.empty() ? absl::OkStatus() : Write("\n");
}

}  // namespace minidcos
