#include "common/base/find_program.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace minidcos {
namespace {

std::vector<std::string> Candidates(absl::string_view name,
                                    absl::string_view path) {
  if (name.empty()) return {};
  if (absl::StrContains(name, '/')) return {std::string(name)};
  std::vector<std::string> candidates;
  for (const absl::string_view folder : absl::StrSplit(path, ':')) {
    // As execvp(3) has it, an empty one is the working directory.
    candidates.push_back(
        absl::StrCat(folder.empty() ? "." : folder, "/", name));
  }
  return candidates;
}

}  // namespace

absl::StatusOr<std::string> FindProgram(absl::string_view name,
                                        absl::string_view path) {
  bool is_there = false;
  for (const std::string& candidate : Candidates(name, path)) {
    struct stat info;
    if (stat(candidate.c_str(), &info) != 0) continue;
    if (S_ISREG(info.st_mode) && access(candidate.c_str(), X_OK) == 0) {
      return candidate;
    }
    is_there = true;
  }
  if (is_there) {
    return absl::PermissionDeniedError(
        absl::StrCat("'", name, "' cannot be executed"));
  }
  return absl::NotFoundError(absl::StrCat("no such command: '", name, "'"));
}

absl::StatusOr<std::string> FindProgram(absl::string_view name) {
  const char* const path = std::getenv("PATH");
  return FindProgram(name, path == nullptr ? "" : path);
}

}  // namespace minidcos
