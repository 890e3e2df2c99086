#include "common/docker/hidden_socket.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/base/private_folder.h"
#include "common/base/sockets.h"
#include "common/base/temporary_folder.h"
#include "common/base/unix_address.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kBacklog = 128;

}  // namespace

absl::StatusOr<std::unique_ptr<HiddenSocket>> HiddenSocket::Make() {
  ASSIGN_OR_RETURN(const std::string folder, PrivateFolder());
  const std::string path = absl::StrCat(folder, "/", TemporaryName("engine"));
  const std::optional<sockaddr_un> address = UnixAddress(path);
  if (!address.has_value()) {
    return absl::FailedPreconditionError(
        absl::StrCat("'", path, "' is too long for a socket"));
  }
  Fd listener = StreamSocket(AF_UNIX);
  if (bind(listener.get(), reinterpret_cast<const sockaddr*>(&*address),
           sizeof(*address)) != 0 ||
      listen(listener.get(), kBacklog) != 0) {
    return ErrnoStatus(errno, absl::StrCat("making the socket '", path, "'"));
  }
  // Who is told that there is a connection may find it gone.
  fcntl(listener.get(), F_SETFL, O_NONBLOCK);
  std::unique_ptr<HiddenSocket> made(
      new HiddenSocket(std::move(listener), path));
  if (made->path_.empty())
    return ErrnoStatus(errno, "opening a socket for ssh");
  return made;
}

}  // namespace minidcos
