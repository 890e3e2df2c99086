#include "testing/sample_dcos/genconf/version.h"

#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace minidcos::sample {

bool IsAtLeast(const std::string& version, int major, int minor) {
  const std::vector<std::string> parts = absl::StrSplit(version, '.');
  int has_major = 0;
  int has_minor = 0;
  return parts.size() > 1 && absl::SimpleAtoi(parts[0], &has_major) &&
         absl::SimpleAtoi(parts[1], &has_minor) &&
         std::tie(has_major, has_minor) >= std::tie(major, minor);
}

}  // namespace minidcos::sample
