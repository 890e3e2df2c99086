#include "common/dcos/installer/download_installer.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/dcos/installer/checksum.h"
#include "common/dcos/installer/installer.h"
#include "common/http/download_file.h"
#include "common/http/shown_url.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {

bool IsInstallerUrl(absl::string_view source) {
  return absl::StartsWithIgnoreCase(source, "http://") ||
         absl::StartsWithIgnoreCase(source, "https://");
}

absl::StatusOr<Download> DownloadInstaller(const Context& ctx,
                                           const InstallerDownload& download,
                                           Progress::Step& step) {
  const std::string name = ShownUrl(download.url);
  absl::Status refusal;
  const auto check = [&](const std::string& path) -> absl::Status {
    refusal = Installer::Open(path, name).status();
    if (refusal.ok() && !download.sha256.empty()) {
      step.Update("checking it");
      refusal = CheckChecksum(ctx, path, name, download.sha256, step);
    }
    return refusal;
  };
  const absl::StatusOr<Download> result =
      DownloadFile(ctx,
                   {.url = download.url,
                    .path = download.path,
                    .version = download.version,
                    .check = check},
                   step);
  RETURN_IF_ERROR(ctx.Check());
  RETURN_IF_ERROR(refusal);
  if (result.ok()) return result;
  return Annotate(result.status(),
                  absl::StrCat("cannot download installer from ", name));
}

}  // namespace minidcos
