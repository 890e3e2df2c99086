#include "common/dcos/config/user_file.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/files.h"
#include "common/status/annotate.h"

namespace minidcos {

absl::StatusOr<std::string> ReadUserFile(const std::string& path) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (text.ok() || absl::IsNotFound(text.status())) return text;
  return WithCode(text.status(), absl::StatusCode::kInvalidArgument);
}

}  // namespace minidcos
