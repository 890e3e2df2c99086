#include "common/vpn/profile_path.h"

#include <filesystem>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace minidcos {
namespace {

constexpr char kSuffix[] = ".ovpn";
constexpr char kFileName[] = "docker-for-mac.ovpn";

}  // namespace

absl::StatusOr<std::string> FindProfilePath(absl::string_view given,
                                            absl::string_view home) {
  std::string expanded(given);
  if (given == "~" || absl::StartsWith(given, "~/")) {
    if (home.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "bad path '", given, "': $HOME, which '~' stands for, is not set"));
    }
    expanded = absl::StrCat(home, given.substr(1));
  }
  std::filesystem::path path(expanded);
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) path /= kFileName;
  if (path.extension() != kSuffix) {
    return absl::InvalidArgumentError(
        absl::StrCat("bad path '", given, "': it must end in '", kSuffix,
                     "', or be a folder"));
  }
  return path.string();
}

}  // namespace minidcos
