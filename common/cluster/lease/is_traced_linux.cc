#include <string>

#include "absl/status/statusor.h"
#include "common/base/files.h"
#include "common/cluster/lease/is_traced.h"
#include "re2/re2.h"

namespace minidcos {

bool IsTraced() {
  static const RE2& tracer = *new RE2(R"(\nTracerPid:\s*[1-9])");
  const absl::StatusOr<std::string> status = ReadFile("/proc/self/status");
  return status.ok() && RE2::PartialMatch(*status, tracer);
}

}  // namespace minidcos
