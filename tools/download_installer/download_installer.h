#ifndef MINIDCOS_TOOLS_DOWNLOAD_INSTALLER_DOWNLOAD_INSTALLER_H_
#define MINIDCOS_TOOLS_DOWNLOAD_INSTALLER_DOWNLOAD_INSTALLER_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"

namespace minidcos {

struct DownloadOptions {
  // A release below base_url, such as "stable" or "testing/master", or the URL
  // of an installer.
  std::string version = "stable";
  // Where releases are.
  std::string base_url = "https://downloads.dcos.io/dcos";
  // A file, or a folder, which gets dcos_generate_config.sh.
  std::string path = "./dcos_generate_config.sh";
  // "sha256:<64 hexadecimal digits>"; empty for any.
  std::string checksum;
};

// The URL that `options` mean. kInvalidArgument for one that is neither http
// nor https.
absl::StatusOr<std::string> DownloadUrl(const DownloadOptions& options);

// Downloads an installer (DownloadInstaller) and returns its path. Folders
// above it are made. A file that is there is replaced once the installer is
// whole, unless it has the checksum: then nothing is downloaded.
absl::StatusOr<std::string> DownloadToPath(const Context& ctx,
                                           const DownloadOptions& options,
                                           Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_DOWNLOAD_INSTALLER_DOWNLOAD_INSTALLER_H_
