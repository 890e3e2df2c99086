#include <sys/socket.h>
#include <sys/un.h>

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/base/sockets.h"
#include "common/base/unix_address.h"
#include "common/cluster/provision/missing_capabilities.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

// capabilities(7), by number. The later ones (PERFMON and on) are left out:
// Docker 20.10 does not know them, so that it neither grants them nor lets them
// be dropped, and an engine inside one of its containers lacks them.
// clang-format off
constexpr const char* kCapabilities[] = {
    "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER",
    "FSETID", "KILL", "SETGID", "SETUID",
    "SETPCAP", "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST",
    "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER",
    "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE",
    "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE",
    "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD",
    "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP",
    "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM",
    "BLOCK_SUSPEND", "AUDIT_READ"};
// clang-format on

// The process that listens on the unix socket `path`; none if it is not ours to
// see.
std::optional<pid_t> Listener(absl::string_view path) {
  const std::optional<sockaddr_un> address = UnixAddress(path);
  if (!address.has_value()) return std::nullopt;
  const Fd fd = StreamSocket(AF_UNIX);
  ucred peer = {};
  socklen_t size = sizeof(peer);
  if (connect(fd.get(), reinterpret_cast<const sockaddr*>(&*address),
              sizeof(*address)) != 0 ||
      getsockopt(fd.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 ||
      peer.pid <= 0) {
    return std::nullopt;
  }
  return peer.pid;
}

// The capabilities that this kernel has and process `pid` cannot get.
std::vector<std::string> MissingOf(pid_t pid) {
  const absl::StatusOr<std::string> status =
      ReadFile(absl::StrCat("/proc/", pid, "/status"));
  const absl::StatusOr<std::string> last =
      ReadFile("/proc/sys/kernel/cap_last_cap");
  if (!status.ok() || !last.ok()) return {};
  std::string bounding_set;
  static const RE2& line = *new RE2(R"(\nCapBnd:\s*([0-9a-f]+)\n)");
  uint64_t bits;
  int last_capability;
  if (!RE2::PartialMatch(*status, line, &bounding_set) ||
      !absl::SimpleHexAtoi(bounding_set, &bits) ||
      !absl::SimpleAtoi(*last, &last_capability)) {
    return {};
  }
  std::vector<std::string> missing;
  for (int i = 0; i <= last_capability; ++i) {
    if ((bits >> i & 1) == 0 &&
        i < static_cast<int>(std::size(kCapabilities))) {
      missing.push_back(kCapabilities[i]);
    }
  }
  return missing;
}

}  // namespace

std::vector<std::string> MissingCapabilities(const std::string& path) {
  const std::optional<pid_t> engine = Listener(path);
  if (!engine.has_value()) return {};
  return MissingOf(*engine);
}

}  // namespace minidcos
