// The engine's progress streams (build, import): one JSON object a line, the
// last of which may tell an error though the HTTP status was 200.

#ifndef MINIDCOS_COMMON_DOCKER_PROGRESS_READER_H_
#define MINIDCOS_COMMON_DOCKER_PROGRESS_READER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/docker/client.h"

namespace minidcos {

class ProgressReader {
 public:
  // `sink` may be null.
  explicit ProgressReader(BuildProgressSink sink);

  // Adds received bytes, however they are cut. kUnknown if a line is not
  // understood.
  absl::Status Feed(absl::string_view bytes);

  // After the last bytes: kFailedPrecondition, in the engine's words and with
  // the last of the builder's output (GetOutput), if a line told an error.
  absl::Status Finish();

 private:
  absl::Status ReadLine(absl::string_view line);

  const BuildProgressSink sink_;
  std::string unread_;
  std::string output_;
  std::string error_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_PROGRESS_READER_H_
