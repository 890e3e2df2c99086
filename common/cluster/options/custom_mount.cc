#include "common/cluster/options/custom_mount.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/cluster/workspace.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

// systemd keeps its sockets in /run, and DC/OS is installed from kServeMount.
constexpr const char* kNotToBeMountedAt[] = {"/", "/run", kServeMount};

absl::Status Bad(absl::string_view text, absl::string_view reason) {
  return absl::InvalidArgumentError(
      absl::StrCat("bad volume '", text, "': ", reason,
                   "; the syntax is [SRC:]DST[:ro|rw]"));
}

// Two spellings of one path are one path; "/a/" is "/a".
std::string Normal(const std::string& path) {
  std::string normal = std::filesystem::path(path).lexically_normal().string();
  if (normal.size() > 1 && absl::EndsWith(normal, "/")) normal.pop_back();
  return normal;
}

bool IsRelative(absl::string_view source) {
  return absl::StartsWith(source, "./") || absl::StartsWith(source, "../") ||
         source == "." || source == "..";
}

std::string Describe(const CustomMount& mount) {
  return absl::StrCat(mount.source, mount.source.empty() ? "" : ":",
                      mount.target);
}

absl::Status Check(const CustomMount& mount) {
  // What the engine takes for a volume's name.
  static const RE2& name = *new RE2("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
  if (!absl::StartsWith(mount.target, "/")) {
    return Bad(Describe(mount),
               absl::StrCat("'", mount.target, "' is not an absolute path"));
  }
  for (const char* path : kNotToBeMountedAt) {
    if (Normal(mount.target) != path) continue;
    return Bad(Describe(mount),
               absl::StrCat("nothing can be mounted at '", path, "'"));
  }
  if (mount.source.empty() || mount.is_path() ||
      RE2::FullMatch(mount.source, name)) {
    return absl::OkStatus();
  }
  return Bad(Describe(mount),
             absl::StrCat("'", mount.source,
                          "' is neither a path that begins with /, ./ or ../ "
                          "nor a volume's name"));
}

}  // namespace

absl::StatusOr<CustomMount> ParseCustomMount(absl::string_view text) {
  std::vector<std::string> parts = absl::StrSplit(text, ':');
  CustomMount mount;
  if (parts.size() > 1 && (parts.back() == "ro" || parts.back() == "rw")) {
    mount.read_only = parts.back() == "ro";
    parts.pop_back();
  } else if (parts.size() == 3) {
    return Bad(text, absl::StrCat("the mode '", parts.back(),
                                  "' is neither ro nor rw"));
  }
  if (parts.size() > 2) return Bad(text, "it has too many parts");
  for (const std::string& part : parts) {
    if (part.empty()) return Bad(text, "a part of it is empty");
  }
  mount.target = Normal(parts.back());
  if (parts.size() == 2) {
    mount.source = IsRelative(parts[0])
                       ? Normal(std::filesystem::absolute(parts[0]).string())
                       : parts[0];
  }
  RETURN_IF_ERROR(Check(mount));
  return mount;
}

absl::Status CheckCustomMounts(const std::vector<CustomMount>& mounts) {
  std::set<std::string> targets;
  for (const CustomMount& mount : mounts) {
    RETURN_IF_ERROR(Check(mount));
    if (targets.insert(Normal(mount.target)).second) continue;
    return Bad(Describe(mount), absl::StrCat("a node would have two volumes "
                                             "at '",
                                             mount.target, "'"));
  }
  return absl::OkStatus();
}

}  // namespace minidcos
