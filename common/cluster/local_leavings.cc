#include "common/cluster/local_leavings.h"

#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/file_time.h"
#include "common/base/parallel.h"
#include "common/base/temporary_folder.h"
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

}  // namespace

std::vector<std::string> LocalLeavings::Lines() const {
  std::vector<std::string> lines;
  for (const std::string& path : paths) lines.push_back(LineOfPath(path));
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
    statuses.push_back(RemoveAbandoned(path));
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
