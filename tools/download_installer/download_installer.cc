#include "tools/download_installer/download_installer.h"

#include <filesystem>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/dcos/installer/checksum.h"
#include "common/dcos/installer/download_installer.h"
#include "common/http/shown_url.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kFileName[] = "dcos_generate_config.sh";

// Where the installer goes, with the folders above it made.
absl::StatusOr<std::string> MakePlace(const std::string& path) {
  std::filesystem::path place = path;
  std::error_code error;
  if (std::filesystem::is_directory(place, error) || !place.has_filename()) {
    place /= kFileName;
  }
  if (place.has_parent_path()) {
    std::filesystem::create_directories(place.parent_path(), error);
    if (error) {
      return absl::FailedPreconditionError(
          absl::StrCat("making the folder '", place.parent_path().string(),
                       "': ", error.message()));
    }
  }
  return place.string();
}

// Whether `path` is what is wanted already.
bool Fits(const Context& ctx, const std::string& path,
          const std::string& sha256, Progress::Step& step) {
  return !sha256.empty() && CheckChecksum(ctx, path, path, sha256, step).ok();
}

}  // namespace

absl::StatusOr<std::string> DownloadUrl(const DownloadOptions& options) {
  const std::string url =
      absl::StrContains(options.version, "://")
          ? options.version
          : absl::StrCat(absl::StripSuffix(options.base_url, "/"), "/",
                         options.version, "/", kFileName);
  if (IsInstallerUrl(url)) return url;
  return absl::InvalidArgumentError(absl::StrCat(
      "bad URL '", ShownUrl(url), "': expected one of http or https"));
}

absl::StatusOr<std::string> DownloadToPath(const Context& ctx,
                                           const DownloadOptions& options,
                                           Progress& progress) {
  ASSIGN_OR_RETURN(const std::string url, DownloadUrl(options));
  ASSIGN_OR_RETURN(const std::string sha256, ParseChecksum(options.checksum));
  ASSIGN_OR_RETURN(const std::string path, MakePlace(options.path));
  const auto step = progress.Begin("Fetching the installer");
  if (!Fits(ctx, path, sha256, *step)) {
    RETURN_IF_ERROR(
        DownloadInstaller(ctx, {.url = url, .path = path, .sha256 = sha256},
                          *step)
            .status());
  }
  step->Done();
  return path;
}

}  // namespace minidcos
