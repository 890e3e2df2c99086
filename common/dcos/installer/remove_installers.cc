#include "common/dcos/installer/remove_installers.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/file_lock.h"
#include "common/base/files.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/dcos/installer/installer_cache.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

// What keeps everybody else away from an installer.
struct Locks {
  Fd folder;
  Fd installer;
};

// kDeadlineExceeded while somebody has one of them.
absl::StatusOr<Locks> LockInstaller(const std::string& folder) {
  const Context at_once = Context().WithTimeout(absl::ZeroDuration());
  Locks locks;
  ASSIGN_OR_RETURN(locks.folder, LockFile(at_once, folder + "/lock"));
  const std::string path = folder + "/dcos_generate_config.sh";
  locks.installer = Fd(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (locks.installer.get() >= 0 &&
      flock(locks.installer.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return absl::DeadlineExceededError("in use");
    return ErrnoStatus(errno, absl::StrCat("locking '", path, "'"));
  }
  return locks;
}

std::string NameOf(const std::string& folder) {
  const absl::StatusOr<std::string> url = ReadFile(folder + "/url");
  if (!url.ok() || url->empty()) return folder;
  return std::string(absl::StripAsciiWhitespace(*url));
}

// What is being removed has this behind its name: nobody who looks for it there
// meets half of it.
constexpr char kRemoved[] = ".removed";

absl::Status Remove(const std::string& folder) {
  if (absl::EndsWith(folder, kRemoved)) return RemoveTree(folder);
  const std::string removed = folder + kRemoved;
  RETURN_IF_ERROR(RemoveTree(removed));
  if (rename(folder.c_str(), removed.c_str()) != 0) {
    return ErrnoStatus(errno, absl::StrCat("removing '", folder, "'"));
  }
  return RemoveTree(removed);
}

void TellThatItStays(const CachedInstaller& installer, Progress& progress) {
  progress.Warn(absl::StrCat("installer '", installer.name,
                             "' is being downloaded or used: it is left"));
}

}  // namespace

absl::StatusOr<std::vector<CachedInstaller>> FindCachedInstallers(
    Progress& progress) {
  ASSIGN_OR_RETURN(const std::string cache, InstallerCacheFolder());
  static const RE2& form = *new RE2("[0-9a-f]{64}(\\.removed)?");
  std::vector<CachedInstaller> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(cache, error)) {
    struct stat info;
    const std::string folder = entry.path().string();
    if (!RE2::FullMatch(entry.path().filename().string(), form) ||
        lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
      continue;
    }
    CachedInstaller installer = {folder, NameOf(folder)};
    const absl::Status locked = LockInstaller(folder).status();
    if (absl::IsNotFound(locked)) continue;  // somebody else has removed it
    if (absl::IsDeadlineExceeded(locked)) {
      TellThatItStays(installer, progress);
      continue;
    }
    found.push_back(std::move(installer));
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return ErrnoStatus(error.value(), absl::StrCat("reading '", cache, "'"));
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return found;
}

absl::Status RemoveCachedInstallers(
    const std::vector<CachedInstaller>& installers, Progress& progress,
    const std::function<void(absl::string_view)>& removed) {
  std::vector<absl::Status> statuses;
  for (const CachedInstaller& installer : installers) {
    const absl::StatusOr<Locks> locks = LockInstaller(installer.folder);
    if (absl::IsNotFound(locks.status())) continue;
    if (absl::IsDeadlineExceeded(locks.status())) {
      TellThatItStays(installer, progress);
      continue;
    }
    statuses.push_back(locks.ok() ? Remove(installer.folder) : locks.status());
    if (statuses.back().ok()) {
      removed(absl::StrCat("installer ", installer.name));
    }
  }
  return FirstError(statuses);
}

}  // namespace minidcos
