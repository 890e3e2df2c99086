// A DC/OS installer from the network.

#ifndef MINIDCOS_COMMON_DCOS_INSTALLER_DOWNLOAD_INSTALLER_H_
#define MINIDCOS_COMMON_DCOS_INSTALLER_DOWNLOAD_INSTALLER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/http/download_file.h"

namespace minidcos {

// Whether `source` is a URL that can be downloaded, of http or https.
bool IsInstallerUrl(absl::string_view source);

struct InstallerDownload {
  std::string url;
  std::string path;
  // As DownloadRequest's.
  std::string version = "";
  // The hash that it must have (checksum.h); empty for any.
  std::string sha256 = "";
};

// Downloads it, as DownloadFile() does, and lets only an installer with that
// hash take the place of what is at `path`. Errors name the URL, without
// passwords: "cannot download installer from <url>: <cause>", with
// DownloadFile()'s code; kInvalidArgument, as Installer::Open() says it, for
// what is no installer; kFailedPrecondition for another hash.
absl::StatusOr<Download> DownloadInstaller(const Context& ctx,
                                           const InstallerDownload& download,
                                           Progress::Step& step);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALLER_DOWNLOAD_INSTALLER_H_
