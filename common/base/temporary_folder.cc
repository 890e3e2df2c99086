#include "common/base/temporary_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/base/private_folder.h"
#include "common/base/process_id.h"
#include "common/base/random_id.h"
#include "common/base/sha256.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

// The parts of ThisProcess().
struct Maker {
  std::string host;
  std::string boot;
  std::string pid;
  std::string start;
};

Maker Self() {
  const std::vector<std::string> parts = absl::StrSplit(ThisProcess(), '/');
  return {parts[0], parts[1], parts[2], parts[3]};
}

std::string Digits(absl::string_view word) {
  return HexSha256(word).substr(0, 8);
}

std::string BaseName(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// Whether this user has something at `path`, which no symbolic link leads to.
bool IsOwn(const std::string& path) {
  struct stat info;
  std::error_code error;
  return lstat(path.c_str(), &info) == 0 && info.st_uid == geteuid() &&
         !S_ISLNK(info.st_mode) && fs::canonical(path, error) == path && !error;
}

// `path` without symbolic links in its parent folder, which is there.
absl::StatusOr<std::string> InRealParent(const std::string& parent,
                                         absl::string_view name) {
  std::error_code error;
  const fs::path real = fs::canonical(parent.empty() ? "." : parent, error);
  if (error) {
    return ErrnoStatus(error.value(), absl::StrCat("folder '", parent, "'"));
  }
  return (real / std::string(name)).string();
}

std::vector<std::string> Entries(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    paths.push_back(entry.path().string());
  }
  return paths;
}

std::vector<std::string> PrivateEntries() {
  std::vector<std::string> paths;
  for (const std::string& folder : PrivateFolders()) {
    const std::vector<std::string> here = Entries(folder);
    paths.insert(paths.end(), here.begin(), here.end());
  }
  return paths;
}

// What the link `path` in a private folder tells of; empty for what is none.
std::string AnnouncedBy(const std::string& path) {
  std::error_code error;
  const std::string target = fs::read_symlink(path, error).string();
  return error || BaseName(target) != BaseName(path) ? "" : target;
}

}  // namespace

std::string TemporaryName(absl::string_view purpose) {
  const Maker self = Self();
  return absl::StrCat("minidcos-", purpose, "-", Digits(self.host), "-",
                      Digits(self.boot), "-", self.pid, "-", self.start, "-",
                      RandomHex(8));
}

bool IsAbandonedName(absl::string_view name) {
  static const RE2& form = *new RE2(
      "\\.?minidcos-[a-z]+-([0-9a-f]{8})-([0-9a-f]{8})-(\\d+(?:\\.\\d+)?)-"
      "(\\d*)-"
      "[0-9a-f]{8}");
  Maker maker;
  if (!RE2::FullMatch(std::string(name), form, &maker.host, &maker.boot,
                      &maker.pid, &maker.start)) {
    return false;
  }
  const Maker self = Self();
  if (maker.host != Digits(self.host) || self.boot.empty()) return false;
  const std::string boot =
      maker.boot == Digits(self.boot) ? self.boot : "another";
  return IsDead(
      absl::StrCat(self.host, "/", boot, "/", maker.pid, "/", maker.start));
}

void Announce(const std::string& path) {
  const absl::StatusOr<std::string> folder = PrivateFolder();
  if (!folder.ok()) return;
  // Where it is not there, clean looks into $TMPDIR alone.
  [[maybe_unused]] const int result =
      symlink(path.c_str(), absl::StrCat(*folder, "/", BaseName(path)).c_str());
}

void Unannounce(const std::string& path) {
  for (const std::string& folder : PrivateFolders()) {
    const std::string link = absl::StrCat(folder, "/", BaseName(path));
    if (AnnouncedBy(link) == path) unlink(link.c_str());
  }
}

std::vector<std::string> FindAnnounced() {
  std::vector<std::string> found;
  for (const std::string& link : PrivateEntries()) {
    const std::string path = AnnouncedBy(link);
    if (!path.empty() && access(path.c_str(), F_OK) == 0) found.push_back(path);
  }
  return found;
}

void ForgetDeadAnnouncements() {
  static const RE2& of_process = *new RE2("\\.?minidcos-[a-z]+-.*");
  for (const std::string& link : PrivateEntries()) {
    const std::string path = AnnouncedBy(link);
    if (path.empty() || access(path.c_str(), F_OK) == 0) continue;
    // A living maker may be about to make it.
    const std::string name = BaseName(path);
    if (RE2::FullMatch(name, of_process) && !IsAbandonedName(name)) continue;
    unlink(link.c_str());
  }
}

absl::StatusOr<TemporaryFolder> TemporaryFolder::Make(
    absl::string_view purpose) {
  return MakeIn(TemporaryDirectory(), TemporaryName(purpose));
}

absl::StatusOr<TemporaryFolder> TemporaryFolder::MakeIn(
    const std::string& parent, absl::string_view name) {
  ASSIGN_OR_RETURN(const std::string path, InRealParent(parent, name));
  // Before it is there, so that it is never there untold.
  Announce(path);
  const absl::Status made = MakeFolder(path, 0700);
  if (made.ok()) return TemporaryFolder(path);
  Unannounce(path);
  return made;
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : path_(std::exchange(other.path_, "")) {}

TemporaryFolder::~TemporaryFolder() {
  if (path_.empty()) return;
  if (RemoveTree(path_).ok()) Unannounce(path_);
}

absl::Status TemporaryFolder::Keep(const std::string& path) && {
  Announce(path);
  if (rename(path_.c_str(), path.c_str()) != 0) {
    const absl::Status status =
        ErrnoStatus(errno, absl::StrCat("creating '", path, "'"));
    Unannounce(path);
    return status;
  }
  Unannounce(std::exchange(path_, ""));
  return absl::OkStatus();
}

absl::Status RemoveFolderAtOnce(const std::string& path) {
  const std::string parent = path.substr(0, path.rfind('/'));
  ASSIGN_OR_RETURN(const std::string doomed,
                   InRealParent(parent, TemporaryName("removed")));
  Announce(doomed);
  if (rename(path.c_str(), doomed.c_str()) != 0) {
    const absl::Status status =
        ErrnoStatus(errno, absl::StrCat("removing '", path, "'"));
    Unannounce(doomed);
    // Another has been faster.
    if (!absl::IsNotFound(status)) return status;
    Unannounce(path);
    return absl::OkStatus();
  }
  Unannounce(path);
  RETURN_IF_ERROR(RemoveTree(doomed));
  Unannounce(doomed);
  return absl::OkStatus();
}

std::vector<std::string> FindAbandoned() {
  std::set<std::string> found;
  std::vector<std::string> candidates = FindAnnounced();
  std::vector<std::string> parents = PrivateFolders();
  parents.push_back(TemporaryDirectory());
  for (const std::string& parent : parents) {
    const absl::StatusOr<std::string> folder = InRealParent(parent, "");
    if (!folder.ok()) continue;
    const std::vector<std::string> here = Entries(*folder);
    candidates.insert(candidates.end(), here.begin(), here.end());
  }
  for (const std::string& path : candidates) {
    if (IsAbandonedName(BaseName(path)) && IsOwn(path)) found.insert(path);
  }
  return {found.begin(), found.end()};
}

absl::Status RemoveAbandoned(const std::string& path) {
  if (!IsAbandonedName(BaseName(path)) || !IsOwn(path)) return absl::OkStatus();
  RETURN_IF_ERROR(RemoveTree(path));
  Unannounce(path);
  return absl::OkStatus();
}

}  // namespace minidcos
