#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "common/base/files.h"
#include "common/cluster/provision/host_limits.h"
#include "common/docker/near_engine.h"

namespace minidcos {

std::optional<int> InotifyInstanceLimit(const std::string& host) {
  if (!IsNearEngine(host)) return std::nullopt;
  const absl::StatusOr<std::string> text =
      ReadFile("/proc/sys/fs/inotify/max_user_instances");
  int limit;
  if (!text.ok() || !absl::SimpleAtoi(*text, &limit)) return std::nullopt;
  return limit;
}

}  // namespace minidcos
