#include "common/cluster/lease/lease_files.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace minidcos {

std::string LeaseText(absl::Duration length, int renewal) {
  return absl::StrCat(absl::ToInt64Seconds(length), " ", renewal, "\n");
}

}  // namespace minidcos
