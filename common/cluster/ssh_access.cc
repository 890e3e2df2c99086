#include "common/cluster/ssh_access.h"

#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/file_lock.h"
#include "common/base/files.h"
#include "common/base/process_id.h"
#include "common/base/tar.h"
#include "common/cluster/cluster.h"
#include "common/cluster/node_keys.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/docker_exec.h"
#include "common/node/node.h"
#include "common/node/ssh.h"
#include "common/node/ssh_connection.h"
#include "common/node/ssh_login.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr const char* kKeyTypes[] = {"ed25519", "ecdsa", "rsa"};

// Appends a line if it is not there, after whatever there is.
constexpr char kLetIn[] =
    "umask 077; mkdir -p /root/.ssh && cd /root/.ssh && "
    "{ grep -qxF -- \"$1\" authorized_keys 2>/dev/null || "
    "printf '\\n%s\\n' \"$1\" >>authorized_keys; }";

// Whether ssh would take the file `path` for a private key.
bool IsOurKey(const std::string& path) {
  struct stat info;
  return lstat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
         info.st_uid == geteuid() && (info.st_mode & 077) == 0;
}

// "ssh-ed25519 AAAA...", of a public key's file; empty if it is none.
std::string KeyOnly(absl::string_view file) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(file, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  return words.size() < 2 ? "" : absl::StrCat(words[0], " ", words[1]);
}

class ClusterSshAccess : public SshAccess {
 public:
  ClusterSshAccess(DockerClient& docker, const Cluster& cluster)
      : docker_(docker),
        first_container_(cluster.nodes().front().container_id()) {
    const std::string key = Workspace{cluster.workspace}.ssh_key();
    // A label's path means nothing on another machine.
    const bool is_here =
        cluster.creator.empty() || IsOnThisHost(cluster.creator);
    if (!cluster.workspace.empty() && is_here && IsOurKey(key)) {
      workspace_key_ = key;
    }
  }

  absl::StatusOr<SshLogin> LoginTo(const Context&,
                                   const NodeIdentity& node) override {
    SshLogin login = {.address = node.ip_address,
                      .key = workspace_key_,
                      .host_key_alias = node.container_id};
    if (login.key.empty()) {
      ASSIGN_OR_RETURN(login.key, SshFile(first_container_, "key"));
    }
    ASSIGN_OR_RETURN(login.known_hosts, SshFile(node.container_id, "hosts"));
    return login;
  }

  absl::Status Prepare(const Context& ctx, const NodeIdentity& node,
                       const SshLogin& login) override {
    // It may have stopped since its cluster was found. ssh would only wait.
    ASSIGN_OR_RETURN(const docker::ContainerDetails details,
                     docker_.InspectContainer(ctx, node.container_id));
    if (!details.state().running()) {
      return absl::FailedPreconditionError(
          absl::StrCat("it is not running (", details.state().status(), ")"));
    }
    std::string known_hosts;
    for (const char* type : kKeyTypes) {
      ASSIGN_OR_RETURN(const std::string key, HostKey(ctx, node, type));
      if (key.empty()) continue;
      absl::StrAppend(&known_hosts, login.host_key_alias, " ", key, "\n");
    }
    if (known_hosts.empty()) {
      return absl::FailedPreconditionError(
          "the node has no host key for ssh in /etc/ssh");
    }
    RETURN_IF_ERROR(WriteFile(login.known_hosts, known_hosts, 0600));
    if (login.key == workspace_key_) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::string public_key, MakeKeyOnce(ctx, login.key));
    return Node(node, NewDockerExecTransport(docker_))
        .MustRun(ctx, {.argv = {"sh", "-c", kLetIn, "sh", public_key}})
        .status();
  }

 private:
  // Empty if there is none of that type.
  absl::StatusOr<std::string> HostKey(const Context& ctx,
                                      const NodeIdentity& node,
                                      absl::string_view type) {
    const absl::StatusOr<std::string> tar = docker_.GetArchive(
        ctx, node.container_id,
        absl::StrCat("/etc/ssh/ssh_host_", type, "_key.pub"));
    if (absl::IsNotFound(tar.status())) return "";
    RETURN_IF_ERROR(tar.status());
    ASSIGN_OR_RETURN(const std::vector<TarEntry> entries, ReadTar(*tar));
    return entries.empty() ? "" : KeyOnly(entries.front().content);
  }

  // Its public half, one line.
  static absl::StatusOr<std::string> MakeKeyOnce(const Context& ctx,
                                                 const std::string& path) {
    ASSIGN_OR_RETURN(const Fd lock, LockFile(ctx, path + ".lock"));
    absl::StatusOr<std::string> public_key = ReadFile(path + ".pub");
    if (!public_key.ok()) {
      ASSIGN_OR_RETURN(KeyPair made, MakeKeyPair(ctx, path, "minidcos"));
      public_key = std::move(made.public_key);
    }
    return std::string(absl::StripSuffix(*public_key, "\n"));
  }

  DockerClient& docker_;
  const std::string first_container_;
  // Empty if there is none that we can use.
  std::string workspace_key_;
};

}  // namespace

std::shared_ptr<SshAccess> NewClusterSshAccess(DockerClient& docker,
                                               const Cluster& cluster) {
  return std::make_shared<ClusterSshAccess>(docker, cluster);
}

absl::StatusOr<SshLogin> PrepareSshLogin(const Context& ctx, SshAccess& access,
                                         const Node& node) {
  if (node.ip_address().empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        node.reference(), ": it is not running (", node.state(), ")"));
  }
  ASSIGN_OR_RETURN(const SshLogin login, access.LoginTo(ctx, node.identity()));
  RETURN_IF_ERROR(
      Annotate(access.Prepare(ctx, node.identity(), login), node.reference()));
  return login;
}

}  // namespace minidcos
