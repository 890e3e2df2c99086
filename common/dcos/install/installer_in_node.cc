#include "common/dcos/install/installer_in_node.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/base/random_id.h"
#include "common/base/temporary_folder.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/remove_workspace.h"
#include "common/cluster/workspace.h"
#include "common/dcos/config/user_config.h"
#include "common/dcos/install/installer_site.h"
#include "common/dcos/installer/run_installer.h"
#include "common/dcos/node_errors.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// How long the node's Docker may take to bring up a container that was asked
// for just before the installer was stopped.
constexpr absl::Duration kLateContainer = absl::Seconds(1);
// What the names of installers' containers begin with, in the node's Docker.
constexpr char kContainers[] = "minidcos-installer";
constexpr size_t kKeptOutput = size_t{1} << 20;

// A command of `docker exec` outlives the client that is killed: an installer
// must not go on where the next one works. Docker fails at what is not there. A
// container that it is still about to create stays, without anybody to start
// it, until the next time.
constexpr char kCleanUp[] =
    "for process in /proc/[0-9]*; do "
    "[ ! \"$process/cwd\" -ef \"$1\" ] || kill -9 \"${process#/proc/}\"; done; "
    "{ docker rm -f $(docker ps -aq --filter \"name=$2\"); "
    "docker image rm -f $(docker images -q \"*$3\"); } >/dev/null 2>&1; "
    "rm -rf -- \"$1\"";

// Appends `piece` to `kept`, of which only the end is of interest.
void Keep(absl::string_view piece, std::string& kept) {
  absl::StrAppend(&kept, piece);
  if (kept.size() > 2 * kKeptOutput) kept.erase(0, kept.size() - kKeptOutput);
}

}  // namespace

InstallerInNode::InstallerInNode(const Operation& operation,
                                 const Installer& installer,
                                 const Cluster& cluster,
                                 const Workspace* workspace, std::string folder)
    : operation_(operation),
      installer_(installer),
      cluster_(cluster),
      workspace_(workspace),
      folder_(std::move(folder)),
      container_(absl::StrCat(kContainers, "-", RandomHex(8))) {}

InstallerInNode::~InstallerInNode() {
  if (!prepared_) return;
  const absl::Status cleaned = CleanUp(operation_.cleanup_ctx);
  if (cleaned.ok()) return;
  operation_.progress.Warn(absl::StrCat("'", folder_, "' is left in ",
                                        node().reference(), ": ",
                                        cleaned.message()));
}

absl::Status InstallerInNode::CleanUp(const Context& ctx) const {
  return node()
      .MustRun(ctx, {.argv = {"sh", "-c", kCleanUp, "sh", folder_, kContainers,
                              installer_.image_suffix()}})
      .status();
}

absl::Status InstallerInNode::Prepare() {
  // What one that was killed outright has left.
  RETURN_IF_ERROR(CleanUp(operation_.ctx));
  prepared_ = true;
  RETURN_IF_ERROR(
      node()
          .MustRun(operation_.ctx, {.argv = {"mkdir", "-m", "0700", folder_}})
          .status());
  return node().SendFile(operation_.ctx, installer_.path(),
                         absl::StrCat(folder_, "/", kInstallerScript),
                         {.progress = &operation_.progress});
}

absl::Status InstallerInNode::Configure(const UserConfig& config) {
  if (workspace_ != nullptr) {
    RETURN_IF_ERROR(EmptyGenconf(operation_.ctx, operation_.docker, *workspace_,
                                 cluster_.image));
  }
  ASSIGN_OR_RETURN(const TemporaryFolder inputs,
                   TemporaryFolder::Make("genconf"));
  RETURN_IF_ERROR(WriteGenconfFolder(operation_.ctx, config, cluster_.nodes(),
                                     serve(), inputs.path()));
  // Into the one that is there, if the installer has been run before.
  return node().SendFile(operation_.ctx, inputs.path() + "/.",
                         folder_ + "/genconf");
}

absl::StatusOr<std::string> InstallerInNode::Run(
    const std::vector<std::string>& arguments, Progress::Step& step) {
  Command command = {
      .argv = {"bash", kInstallerScript},
      .environment = {{"DCOS_INSTALLER_CONTAINER_NAME", container_},
                      {"DCOS_INSTALLER_DAEMONIZE", "false"},
                      // Installers up to 1.13 publish it, and
                      // Docker then takes any that is free.
                      {"PORT", "0"}},
      .directory = folder_};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  std::string kept[2];
  const auto sink = [&step](std::string& text) {
    return [&step, &text](absl::string_view piece) {
      ShowLastLine(piece, step);
      Keep(piece, text);
      return absl::OkStatus();
    };
  };
  const absl::StatusOr<int> exit_code =
      node().Run(operation_.ctx, command, sink(kept[0]), sink(kept[1]));
  if (!operation_.ctx.Check().ok()) {
    KillContainer();
    return operation_.ctx.Check();
  }
  RETURN_IF_ERROR(exit_code.status());
  return JudgeInstaller(*exit_code, kept[0], kept[1]);
}

void InstallerInNode::KillContainer() {
  constexpr absl::Duration kInterval = absl::Milliseconds(50);
  const Context late = operation_.cleanup_ctx.WithTimeout(kLateContainer);
  do {
    const absl::StatusOr<CommandResult> killed = node().Run(
        operation_.cleanup_ctx, {.argv = {"docker", "kill", container_}});
    if (!killed.ok() || killed->exit_code == 0) return;
  } while (late.WaitFor(kInterval).ok());
}

absl::Status InstallerInNode::Deliver() {
  const std::string made = folder_ + "/genconf/serve";
  if (workspace_ != nullptr) {
    return node().DownloadFile(
        operation_.ctx, made, workspace_->genconf(),
        {.force = true, .progress = &operation_.progress});
  }
  ASSIGN_OR_RETURN(const TemporaryFolder here, TemporaryFolder::Make("serve"));
  const std::string serve_here = here.path() + "/serve";
  RETURN_IF_ERROR(node().DownloadFile(operation_.ctx, made, serve_here,
                                      {.progress = &operation_.progress}));
  return SendToAll(serve_here);
}

absl::Status InstallerInNode::SendToAll(const std::string& folder) {
  const std::vector<Node> nodes = cluster_.nodes();
  const int count = static_cast<int>(nodes.size());
  RETURN_IF_ERROR(JoinErrors(ForEachParallel(count, count, [&](int i) {
    return nodes[i]
        .MustRun(operation_.ctx, {.argv = {"rm", "-rf", "--", kServeCopy}})
        .status();
  })));
  return SendFile(operation_.ctx, nodes, folder, kServeCopy,
                  {.progress = &operation_.progress});
}

}  // namespace minidcos
