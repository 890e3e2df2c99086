#include "common/node/ssh_connection.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <system_error>
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
#include "common/base/file_time.h"
#include "common/base/files.h"
#include "common/base/private_folder.h"
#include "common/base/sockets.h"
#include "common/base/subprocess.h"
#include "common/base/unix_address.h"
#include "common/node/ssh_login.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

constexpr int kPlacesOfAConnection = 8;
constexpr char kSocketSuffix[] = ".socket";

std::string NodePrefix(absl::string_view container_id) {
  return absl::StrCat(container_id.substr(0, 12), "-");
}

// Whether somebody accepts connections on the socket `path`.
bool Accepts(const std::string& path) {
  const std::optional<sockaddr_un> address = UnixAddress(path);
  if (!address.has_value()) return false;
  const Fd fd = StreamSocket(AF_UNIX);
  fcntl(fd.get(), F_SETFL, O_NONBLOCK);
  return connect(fd.get(), reinterpret_cast<const sockaddr*>(&*address),
                 sizeof(*address)) == 0 ||
         errno == EAGAIN;  // many of us at once
}

ino_t Inode(const std::string& path) {
  struct stat info;
  return lstat(path.c_str(), &info) == 0 ? info.st_ino : 0;
}

// Whether a process has the lock on the file `path`, or accepts connections on
// it.
bool IsInUse(const std::string& path) {
  if (absl::EndsWith(path, kSocketSuffix)) return Accepts(path);
  const Fd fd(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  return fd.get() >= 0 && flock(fd.get(), LOCK_EX | LOCK_NB) != 0;
}

// Opens a connection that stays without us, for a minute after its last use.
absl::Status Connect(const Context& ctx, const SshLogin& login,
                     const std::string& socket) {
  const absl::StatusOr<SubprocessResult> result =
      RunSubprocess(ctx,
                    SshArgv(login, {"-f", "-N", "-o", "ControlMaster=yes", "-o",
                                    "ControlPersist=60", "-S", socket}),
                    {.directory = "/"});
  if (absl::IsNotFound(result.status())) {
    return absl::UnavailableError(
        "the program 'ssh' is missing: install the OpenSSH client (on Debian "
        "the package 'openssh-client')");
  }
  RETURN_IF_ERROR(result.status());
  if (result->exit_code == 0) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(
      "no ssh connection: ", absl::StripAsciiWhitespace(result->stderr_text),
      " (--transport=docker-exec does without)"));
}

absl::Status EnsureConnected(const Context& ctx, const SshLogin& login,
                             const std::string& socket,
                             const std::string& lock_path,
                             const std::function<absl::Status()>& prepare) {
  if (Accepts(socket)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Fd lock, LockFile(ctx, lock_path));
  if (Accepts(socket)) return absl::OkStatus();
  unlink(socket.c_str());
  RETURN_IF_ERROR(prepare());
  return Connect(ctx, login, socket);
}

// What is in the folders that nobody else can have put it into.
std::vector<std::string> PrivateFiles() {
  std::vector<std::string> paths;
  for (const std::string& folder : PrivateFolders()) {
    std::error_code error;
    for (const auto& entry :
         std::filesystem::directory_iterator(folder, error)) {
      paths.push_back(entry.path().string());
    }
  }
  return paths;
}

}  // namespace

absl::StatusOr<std::string> SshFile(absl::string_view container_id,
                                    absl::string_view suffix) {
  ASSIGN_OR_RETURN(const std::string folder, PrivateFolder());
  return absl::StrCat(folder, "/", NodePrefix(container_id), suffix);
}

absl::StatusOr<SshPlace> SshPlace::Take(
    const Context& ctx, absl::string_view container_id, const SshLogin& login,
    const std::function<absl::Status()>& prepare) {
  ASSIGN_OR_RETURN(const std::string base,
                   SshFile(container_id, login.address));
  SshPlace place;
  for (int i = 0; place.lock_.get() < 0; ++i) {
    place.lock_path_ = absl::StrCat(base, ".", i);
    Fd fd(open(place.lock_path_.c_str(),
               O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (fd.get() < 0) {
      return ErrnoStatus(errno,
                         absl::StrCat("opening '", place.lock_path_, "'"));
    }
    if (flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) continue;
      return ErrnoStatus(errno,
                         absl::StrCat("locking '", place.lock_path_, "'"));
    }
    place.lock_ = std::move(fd);
    place.socket_ =
        absl::StrCat(base, ".", i / kPlacesOfAConnection, kSocketSuffix);
  }
  RETURN_IF_ERROR(
      EnsureConnected(ctx, login, place.socket_, base + ".lock", prepare));
  place.socket_inode_ = Inode(place.socket_);
  return place;
}

bool SshPlace::IsOpen() const {
  return Accepts(socket_) && Inode(socket_) == socket_inode_;
}

std::vector<std::string> FindIdleSshNodes(absl::Time before) {
  static const RE2& form = *new RE2("([0-9a-f]{12})-.*");
  std::map<std::string, bool> is_idle;
  for (const std::string& path : PrivateFiles()) {
    std::string node;
    struct stat info;
    if (!RE2::FullMatch(path.substr(path.rfind('/') + 1), form, &node) ||
        lstat(path.c_str(), &info) != 0) {
      continue;
    }
    const bool is_old =
        absl::TimeFromTimespec(ModificationTime(info)) <= before;
    bool& idle = is_idle.emplace(node, true).first->second;
    idle = idle && is_old && !IsInUse(path);
  }
  std::vector<std::string> nodes;
  for (const auto& [node, idle] : is_idle) {
    if (idle) nodes.push_back(node);
  }
  return nodes;
}

void ForgetSshNode(const Context& ctx, absl::string_view container_id) {
  const std::string prefix = NodePrefix(container_id);
  for (const std::string& path : PrivateFiles()) {
    if (!absl::StartsWith(path.substr(path.rfind('/') + 1), prefix)) continue;
    if (absl::EndsWith(path, kSocketSuffix) && Accepts(path)) {
      RunSubprocess(
          ctx, {"ssh", "-F", "/dev/null", "-S", path, "-O", "exit", "node"})
          .IgnoreError();
    }
    unlink(path.c_str());
  }
}

}  // namespace minidcos
