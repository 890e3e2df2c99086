// Installers fetched by their URL, kept for all clusters of this user:
//
//   <cache>/minidcos/installers/<SHA-256 of the URL>/
//     dcos_generate_config.sh   the installer
//     dcos_generate_config.sh.part, .part.from   one that is not whole yet
//     url       where it is from, without passwords
//     version   what the server calls this version of it
//     sha256    the checksum that it was found to have; empty if nobody asked
//     lock      held by whoever fetches it, or looks whether it has changed
//
// where <cache> is $XDG_CACHE_HOME, else ~/.cache. Whoever uses an installer
// shares a flock(2) on it (Installer::Hold), and it is not replaced meanwhile.
// Whoever removes one holds `lock`, and then the installer's own lock, which he
// does not wait for (remove_installers.h).

#ifndef MINIDCOS_COMMON_DCOS_INSTALLER_INSTALLER_CACHE_H_
#define MINIDCOS_COMMON_DCOS_INSTALLER_INSTALLER_CACHE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/dcos/installer/installer.h"

namespace minidcos {

// The folder `installers`, which may not be there. kFailedPrecondition if the
// environment names no home.
absl::StatusOr<std::string> InstallerCacheFolder();

// The installer at `url`, http or https, which has the hash `sha256`
// (checksum.h) if that is not empty. It is downloaded (download_installer.h) if
// it is not there yet or the server has another; several processes that want it
// do so once. If the server cannot be asked, what is there is used, and
// `progress` told. An installer that is known to have the hash is used without
// asking, and so is one that another process is using.
//
// Fails as DownloadInstaller() does. What is no installer, or the wrong one, is
// not kept.
absl::StatusOr<Installer> FetchInstaller(const Context& ctx,
                                         const std::string& url,
                                         const std::string& sha256,
                                         Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALLER_INSTALLER_CACHE_H_
