// Removes installers from the cache (installer_cache.h). Neither the server
// that one is from nor the engine is asked.

#ifndef MINIDCOS_COMMON_DCOS_INSTALLER_REMOVE_INSTALLERS_H_
#define MINIDCOS_COMMON_DCOS_INSTALLER_REMOVE_INSTALLERS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/progress.h"

namespace minidcos {

struct CachedInstaller {
  // In the cache.
  std::string folder;
  // Its URL, without passwords; the folder if it is not known, because it has
  // not come as a whole.
  std::string name;
};

// The installers in the cache that can be removed, by name. One that is being
// downloaded or used stays: `progress` is told. None where there is no cache.
// Fails if the cache cannot be read.
absl::StatusOr<std::vector<CachedInstaller>> FindCachedInstallers(
    Progress& progress);

// Removes `installers`. Calls `removed` with "installer NAME" for each that is
// gone. Goes on after an error and returns the first; one that is being
// downloaded or used by now stays, with a warning.
absl::Status RemoveCachedInstallers(
    const std::vector<CachedInstaller>& installers, Progress& progress,
    const std::function<void(absl::string_view)>& removed);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALLER_REMOVE_INSTALLERS_H_
