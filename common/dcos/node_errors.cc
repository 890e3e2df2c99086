#include "common/dcos/node_errors.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/base/parallel.h"
#include "common/status/annotate.h"

namespace minidcos {

absl::Status JoinErrors(const std::vector<absl::Status>& statuses) {
  const absl::Status first = FirstError(statuses);
  if (first.ok()) return first;
  std::vector<absl::string_view> messages;
  std::string output;
  for (const absl::Status& status : statuses) {
    if (status.code() != first.code()) continue;
    messages.push_back(status.message());
    absl::StrAppend(&output, GetOutput(status));
  }
  absl::Status joined(first.code(), absl::StrJoin(messages, "; "));
  if (!output.empty()) SetOutput(joined, output);
  return joined;
}

}  // namespace minidcos
