#include "common/cluster/local_leavings.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/file_time.h"
#include "common/base/parallel.h"
#include "common/base/subprocess.h"
#include "common/base/temporary_folder.h"
#include "common/cluster/image/build_lock.h"
#include "common/cluster/workspace.h"
#include "common/docker/engine.pb.h"
#include "common/node/ssh_connection.h"

namespace minidcos {
namespace {

std::string LineOfPath(const std::string& path) {
  return absl::StrCat("temporary ", path);
}

std::string LineOfSshNode(const std::string& node) {
  return absl::StrCat("ssh ", node);
}

bool IsMadeBefore(const std::string& path, absl::Time time) {
  struct stat info;
  return lstat(path.c_str(), &info) == 0 &&
         absl::TimeFromTimespec(ModificationTime(info)) <= time;
}

bool IsContainer(const docker::ContainerList& containers,
                 const std::string& id_begin) {
  return std::any_of(containers.items().begin(), containers.items().end(),
                     [&id_begin](const auto& container) {
                       return absl::StartsWith(container.id(), id_begin);
                     });
}

// RemoveAbandoned(). What mmdebstrap makes for an ordinary user belongs to
// others, the users of a user namespace, and its own helper becomes those. They
// may not look into `path`, nor take away what is in it, but empty that.
absl::Status RemoveAbandonedOfAnyOwner(const Context& ctx,
                                       const std::string& path) {
  const absl::Status removed = RemoveAbandoned(path);
  if (!absl::IsPermissionDenied(removed)) return removed;
  std::vector<std::string> words = {"mmdebstrap", "--unshare-helper", "rm",
                                    "-rf", "--"};
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    words.push_back(entry.path().string());
  }
  const absl::StatusOr<SubprocessResult> emptied = RunSubprocess(ctx, words);
  // It fails in any case, at the entries themselves.
  return emptied.ok() ? RemoveAbandoned(path) : removed;
}

}  // namespace

std::vector<std::string> LocalLeavings::Lines() const {
  std::vector<std::string> lines;
  for (const std::string& path : paths) lines.push_back(LineOfPath(path));
  for (const std::string& path : locks) lines.push_back(LineOfPath(path));
  for (const std::string& path : shells) lines.push_back(LineOfPath(path));
  for (const std::string& node : ssh_nodes) {
    lines.push_back(LineOfSshNode(node));
  }
  return lines;
}

LocalLeavings FindLocalLeavings(const docker::ContainerList& containers,
                                absl::Time before) {
  LocalLeavings leavings;
  for (const std::string& path : FindAbandoned()) {
    if (IsMadeBefore(path, before)) leavings.paths.push_back(path);
  }
  for (const std::string& path : FindFreeBuildLocks()) {
    if (IsMadeBefore(path, before)) leavings.locks.push_back(path);
  }
  for (const std::string& path : FindWorkspaceShells()) {
    if (IsMadeBefore(path, before)) leavings.shells.push_back(path);
  }
  for (const std::string& node : FindIdleSshNodes(before)) {
    if (!IsContainer(containers, node)) leavings.ssh_nodes.push_back(node);
  }
  return leavings;
}

absl::Status RemoveLocalLeavings(
    const Context& ctx, const LocalLeavings& leavings,
    const std::function<void(absl::string_view)>& removed) {
  std::vector<absl::Status> statuses;
  for (const std::string& path : leavings.paths) {
    statuses.push_back(RemoveAbandonedOfAnyOwner(ctx, path));
    if (statuses.back().ok()) removed(LineOfPath(path));
  }
  for (const std::string& path : leavings.locks) {
    statuses.push_back(RemoveFreeBuildLock(path));
    if (statuses.back().ok()) removed(LineOfPath(path));
  }
  for (const std::string& path : leavings.shells) {
    statuses.push_back(RemoveWorkspaceShell(path));
    if (statuses.back().ok()) removed(LineOfPath(path));
  }
  for (const std::string& node : leavings.ssh_nodes) {
    ForgetSshNode(ctx, node);
    removed(LineOfSshNode(node));
  }
  ForgetDeadAnnouncements();
  return FirstError(statuses);
}

}  // namespace minidcos
