#include "common/dcos/installer/installer_cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/file_lock.h"
#include "common/base/files.h"
#include "common/base/hash_file.h"
#include "common/base/progress.h"
#include "common/base/sha256.h"
#include "common/dcos/installer/checksum.h"
#include "common/dcos/installer/download_installer.h"
#include "common/dcos/installer/installer.h"
#include "common/http/shown_url.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Before another process is blamed for a wait.
constexpr absl::Duration kMoment = absl::Milliseconds(200);

// Makes `path` and what is missing above it, for this user alone.
absl::Status MakeFolders(const std::string& path) {
  const absl::Status made = MakeFolder(path, 0700);
  if (made.ok() || absl::IsAlreadyExists(made)) return absl::OkStatus();
  if (!absl::IsNotFound(made)) return made;
  RETURN_IF_ERROR(MakeFolders(path.substr(0, path.rfind('/'))));
  const absl::Status made_in_it = MakeFolder(path, 0700);
  return absl::IsAlreadyExists(made_in_it) ? absl::OkStatus() : made_in_it;
}

// One URL's folder, locked.
class CacheEntry {
 public:
  CacheEntry(const Context& ctx, const std::string& url,
             const std::string& sha256, Progress& progress)
      : ctx_(ctx), url_(url), sha256_(sha256), progress_(progress) {}

  absl::StatusOr<Installer> Fetch();

 private:
  std::string File(absl::string_view name) const {
    return absl::StrCat(folder_, "/", name);
  }
  std::string Content(absl::string_view name) const {
    return ReadFile(File(name)).value_or("");
  }
  bool IsThere() const { return access(installer_.c_str(), R_OK) == 0; }
  bool IsInUse() const;

  absl::StatusOr<Fd> Lock(Progress::Step& step) const;
  absl::StatusOr<bool> IsSettled(Progress::Step& step) const;
  absl::Status Refresh(Progress::Step& step);
  absl::StatusOr<bool> Download(Progress::Step& step);
  absl::StatusOr<Installer> Open() const;

  const Context& ctx_;
  const std::string& url_;
  const std::string& sha256_;
  Progress& progress_;
  std::string folder_;
  std::string installer_;
};

absl::StatusOr<Installer> CacheEntry::Fetch() {
  ASSIGN_OR_RETURN(const std::string cache, InstallerCacheFolder());
  folder_ = absl::StrCat(cache, "/", HexSha256(url_));
  installer_ = File("dcos_generate_config.sh");
  const auto step = progress_.Begin("Fetching the installer");
  ASSIGN_OR_RETURN(const Fd lock, Lock(*step));
  ASSIGN_OR_RETURN(const bool is_settled, IsSettled(*step));
  if (!is_settled) RETURN_IF_ERROR(Refresh(*step));
  absl::StatusOr<Installer> installer = Open();
  if (installer.ok()) step->Done();
  return installer;
}

absl::StatusOr<Fd> CacheEntry::Lock(Progress::Step& step) const {
  const std::string path = File("lock");
  while (true) {
    RETURN_IF_ERROR(MakeFolders(folder_));
    absl::StatusOr<Fd> lock = LockFile(ctx_.WithTimeout(kMoment), path);
    RETURN_IF_ERROR(ctx_.Check());
    if (absl::IsDeadlineExceeded(lock.status())) {
      step.Update("another process is at it");
      lock = LockFile(ctx_, path);
    }
    // Else a clean has removed the folder.
    if (!absl::IsNotFound(lock.status())) return lock;
  }
}

bool CacheEntry::IsInUse() const {
  const Fd fd(open(installer_.c_str(), O_RDONLY | O_CLOEXEC));
  return flock(fd.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

// Whether what is there will do, without asking the server.
absl::StatusOr<bool> CacheEntry::IsSettled(Progress::Step& step) const {
  if (!IsThere()) return false;
  if (sha256_.empty()) return IsInUse();
  if (Content("sha256") == sha256_) return true;
  step.Update("checking the one that is there");
  ASSIGN_OR_RETURN(const std::string hash, HashFile(ctx_, installer_, step));
  RETURN_IF_ERROR(WriteFile(File("sha256"), hash, 0600));
  return hash == sha256_;
}

absl::Status CacheEntry::Refresh(Progress::Step& step) {
  const std::string url = ShownUrl(url_);
  if (IsThere() && IsInUse()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the installer from ", url,
                     " that another process is using has another checksum"));
  }
  const absl::StatusOr<bool> changed = Download(step);
  RETURN_IF_ERROR(ctx_.Check());
  if (!changed.ok()) {
    if (!IsThere() || !sha256_.empty() ||
        absl::IsResourceExhausted(changed.status())) {
      return changed.status();
    }
    progress_.Note(absl::StrCat(changed.status().message(),
                                "; taking the one that was downloaded before"));
  } else if (!*changed && !sha256_.empty()) {
    // IsSettled() has found another hash.
    const absl::Status refusal =
        CheckChecksum(ctx_, installer_, url, sha256_, step);
    RETURN_IF_ERROR(RemoveTree(installer_));
    return refusal;
  }
  return absl::OkStatus();
}

// Whether the server has sent another than was there.
absl::StatusOr<bool> CacheEntry::Download(Progress::Step& step) {
  // The hash is of the old one, should we end before the new one's is written.
  const std::string hash = Content("sha256");
  RETURN_IF_ERROR(RemoveTree(File("sha256")));
  ASSIGN_OR_RETURN(
      const auto download,
      DownloadInstaller(ctx_,
                        {.url = url_,
                         .path = installer_,
                         .version = IsThere() ? Content("version") : "",
                         .sha256 = sha256_},
                        step));
  if (download.changed) {
    RETURN_IF_ERROR(WriteFile(File("version"), download.version, 0600));
    RETURN_IF_ERROR(WriteFile(File("url"), ShownUrl(url_) + "\n", 0600));
  }
  RETURN_IF_ERROR(
      WriteFile(File("sha256"), download.changed ? sha256_ : hash, 0600));
  return download.changed;
}

absl::StatusOr<Installer> CacheEntry::Open() const {
  absl::StatusOr<Installer> installer =
      Installer::Open(installer_, ShownUrl(url_));
  if (!installer.ok()) {
    RETURN_IF_ERROR(RemoveTree(installer_));
    return installer;
  }
  Fd fd(open(installer_.c_str(), O_RDONLY | O_CLOEXEC));
  if (flock(fd.get(), LOCK_SH | LOCK_NB) != 0) {
    return ErrnoStatus(errno, absl::StrCat("locking '", installer_, "'"));
  }
  installer->Hold(std::move(fd));
  return installer;
}

}  // namespace

absl::StatusOr<std::string> InstallerCacheFolder() {
  constexpr absl::string_view kBelow = "/minidcos/installers";
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return absl::StrCat(cache, kBelow);
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') {
    return absl::StrCat(home, "/.cache", kBelow);
  }
  return absl::FailedPreconditionError(
      "nowhere to keep downloaded installers: set HOME or XDG_CACHE_HOME");
}

absl::StatusOr<Installer> FetchInstaller(const Context& ctx,
                                         const std::string& url,
                                         const std::string& sha256,
                                         Progress& progress) {
  return CacheEntry(ctx, url, sha256, progress).Fetch();
}

}  // namespace minidcos
