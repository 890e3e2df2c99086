#include "common/cluster/workspace.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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
#include "absl/time/time.h"
#include "common/base/file_time.h"
#include "common/base/files.h"
#include "common/base/process_id.h"
#include "common/base/random_id.h"
#include "common/base/temporary_folder.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

constexpr char kPrefix[] = "minidcos-";
constexpr char kMarker[] = "/minidcos-cluster";
constexpr char kCondemned[] = "/condemned";

bool IsFolder(const std::string& path) {
  struct stat info;
  return lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

bool Exists(const std::string& path) {
  struct stat info;
  return lstat(path.c_str(), &info) == 0;
}

// Whether `path` is absolute and names a directory as it stands: "..", "//" and
// symbolic links on the way make it another.
bool IsRealFolder(const std::string& path) {
  std::error_code error;
  const std::filesystem::path canonical =
      std::filesystem::canonical(path, error);
  return !error && canonical == path && IsFolder(path);
}

bool IsOwn(const std::string& path) {
  struct stat info;
  return lstat(path.c_str(), &info) == 0 && info.st_uid == geteuid();
}

// What the marker of the folder `path` says; empty fields if it has none.
FoundWorkspace ReadMarker(const std::string& path) {
  FoundWorkspace found;
  const absl::StatusOr<std::string> marker = ReadFile(path + kMarker);
  if (!marker.ok()) return found;
  const std::vector<std::string> lines = absl::StrSplit(*marker, '\n');
  if (lines.size() != 3 && lines.size() != 4) return found;
  found.path = path;
  found.cluster_id = lines[0];
  found.creator = lines[1];
  found.engine_host = lines[2];
  if (lines.size() > 3) found.image = lines[3];
  struct stat info;
  if (lstat((path + kMarker).c_str(), &info) == 0) {
    found.created = absl::TimeFromTimespec(ModificationTime(info));
  }
  return found;
}

bool IsOfE2e(const std::string& path) {
  static const RE2& form = *new RE2(".*/[0-9a-f]{32}");
  return RE2::FullMatch(path, form) &&
         (IsFolder(path + "/ssh") || IsFolder(path + "/genconf"));
}

// Whether there is nothing in `path` but genconf/ or genconf/serve/, empty.
bool IsShell(const std::string& path) {
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator entry(path, error), end;
       entry != end; entry.increment(error)) {
    const std::string name = entry->path().string().substr(path.size());
    if (!IsFolder(entry->path().string()) ||
        (name != "/genconf" && name != "/genconf/serve")) {
      return false;
    }
  }
  return !error;
}

}  // namespace

absl::StatusOr<Workspace> MakeWorkspace(const std::string& parent,
                                        absl::string_view cluster_id,
                                        absl::string_view engine_host,
                                        absl::string_view image) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::canonical(
      parent.empty() ? TemporaryDirectory() : parent, error);
  if (error) return ErrnoStatus(error.value(), "the workspace's parent folder");
  // It has its name once it has its marker.
  ASSIGN_OR_RETURN(
      TemporaryFolder made,
      TemporaryFolder::MakeIn(folder.string(), TemporaryName("workspace")));
  const Workspace unnamed{made.path()};
  RETURN_IF_ERROR(WriteFile(unnamed.path + kMarker,
                            absl::StrCat(cluster_id, "\n", ThisProcess(), "\n",
                                         engine_host, "\n", image),
                            0600));
  RETURN_IF_ERROR(MakeFolder(unnamed.path + "/ssh", 0700));
  RETURN_IF_ERROR(MakeFolder(unnamed.genconf(), 0755));
  RETURN_IF_ERROR(MakeFolder(unnamed.serve(), 0755));
  Workspace workspace{absl::StrCat((folder / kPrefix).string(), RandomHex(32))};
  RETURN_IF_ERROR(std::move(made).Keep(workspace.path));
  return workspace;
}

absl::StatusOr<Workspace> OpenWorkspace(const std::string& path,
                                        absl::string_view cluster_id) {
  if (IsRealFolder(path) && IsOwn(path) &&
      ReadMarker(path).cluster_id == cluster_id) {
    return Workspace{path};
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "'", path, "' is no workspace of cluster '", cluster_id, "' here"));
}

absl::Status CheckRemovable(const std::string& path,
                            absl::string_view cluster_id) {
  // In /tmp anybody may make a folder of the name that a label tells.
  if (IsRealFolder(path) && (IsOwn(path) || geteuid() == 0) &&
      (ReadMarker(path).cluster_id == cluster_id ||
       (!Exists(path + kMarker) && IsOfE2e(path)))) {
    return absl::OkStatus();
  }
  // Asked last, for somebody may be removing it.
  if (!Exists(path)) {
    return absl::NotFoundError(absl::StrCat("there is no '", path, "'"));
  }
  if (IsRealFolder(path) && !IsOwn(path) && geteuid() != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("'", path, "' is another user's: it is left"));
  }
  return absl::FailedPreconditionError(
      absl::StrCat("'", path, "' is not the workspace of cluster '", cluster_id,
                   "': it is left"));
}

absl::StatusOr<bool> RemoveWorkspace(const std::string& path,
                                     absl::string_view cluster_id) {
  const absl::Status removable = CheckRemovable(path, cluster_id);
  if (absl::IsNotFound(removable)) return false;
  RETURN_IF_ERROR(removable);
  // What may resist, while it still has its name.
  RETURN_IF_ERROR(RemoveTree(path + "/genconf"));
  RETURN_IF_ERROR(RemoveFolderAtOnce(path));
  return true;
}

void CondemnWorkspace(const std::string& path, absl::string_view cluster_id) {
  const absl::StatusOr<Workspace> workspace = OpenWorkspace(path, cluster_id);
  if (!workspace.ok()) return;
  // Where it cannot be written, the create finds its nodes gone.
  WriteFile(workspace->path + kCondemned, "", 0600).IgnoreError();
}

bool IsCondemned(const Workspace& workspace) {
  return !Exists(workspace.path) || Exists(workspace.path + kCondemned);
}

std::vector<FoundWorkspace> FindWorkspaces() {
  std::set<std::string> paths;
  for (const std::string& path : FindAnnounced()) paths.insert(path);
  std::error_code error;
  const std::filesystem::path parent =
      std::filesystem::canonical(TemporaryDirectory(), error);
  for (const auto& entry : std::filesystem::directory_iterator(parent, error)) {
    paths.insert(entry.path().string());
  }
  static const RE2& form = *new RE2(".*/minidcos-[0-9a-f]{32}");
  std::vector<FoundWorkspace> found;
  for (const std::string& path : paths) {
    if (!RE2::FullMatch(path, form) || !IsRealFolder(path) || !IsOwn(path)) {
      continue;
    }
    FoundWorkspace workspace = ReadMarker(path);
    if (!workspace.path.empty()) found.push_back(std::move(workspace));
  }
  return found;
}

std::vector<std::string> FindWorkspaceShells() {
  static const RE2& form = *new RE2("minidcos-[0-9a-f]{32}");
  std::error_code error;
  const std::filesystem::path parent =
      std::filesystem::canonical(TemporaryDirectory(), error);
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(parent, error)) {
    const std::string path = entry.path().string();
    if (RE2::FullMatch(entry.path().filename().string(), form) &&
        IsRealFolder(path) && IsOwn(path) && IsShell(path)) {
      found.push_back(path);
    }
  }
  return found;
}

absl::Status RemoveWorkspaceShell(const std::string& path) {
  // Each only if it is empty.
  for (const char* folder : {"/genconf/serve", "/genconf", ""}) {
    if (rmdir((path + folder).c_str()) == 0 || errno == ENOENT) continue;
    if (errno == ENOTEMPTY || errno == ENOTDIR) return absl::OkStatus();
    return ErrnoStatus(errno, absl::StrCat("removing '", path, "'"));
  }
  return absl::OkStatus();
}

}  // namespace minidcos
