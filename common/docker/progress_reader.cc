#include "common/docker/progress_reader.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/json.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Enough to see what a failed command said.
constexpr size_t kKeptOutput = 8192;

}  // namespace

ProgressReader::ProgressReader(BuildProgressSink sink)
    : sink_(std::move(sink)) {}

absl::Status ProgressReader::Feed(absl::string_view bytes) {
  absl::StrAppend(&unread_, bytes);
  size_t begin = 0;
  for (size_t end = unread_.find('\n'); end != std::string::npos;
       end = unread_.find('\n', begin)) {
    RETURN_IF_ERROR(
        ReadLine(absl::string_view(unread_).substr(begin, end - begin)));
    begin = end + 1;
  }
  unread_.erase(0, begin);
  return absl::OkStatus();
}

absl::Status ProgressReader::Finish() {
  RETURN_IF_ERROR(ReadLine(std::exchange(unread_, "")));
  if (error_.empty()) return absl::OkStatus();
  absl::Status status = absl::FailedPreconditionError(error_);
  if (!output_.empty()) SetOutput(status, output_);
  return status;
}

absl::Status ProgressReader::ReadLine(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  if (line.empty()) return absl::OkStatus();
  docker::BuildProgress progress;
  RETURN_IF_ERROR(Annotate(ParseJson(line, progress), "the engine's progress"));
  absl::StrAppend(&output_, progress.stream());
  if (output_.size() > 2 * kKeptOutput) {
    output_.erase(0, output_.size() - kKeptOutput);
  }
  if (!progress.error().empty()) error_ = progress.error();
  if (sink_) sink_(progress);
  return absl::OkStatus();
}

}  // namespace minidcos
