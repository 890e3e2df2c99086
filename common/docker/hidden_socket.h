// A unix socket of this process's own, with a path for its libraries.

#ifndef MINIDCOS_COMMON_DOCKER_HIDDEN_SOCKET_H_
#define MINIDCOS_COMMON_DOCKER_HIDDEN_SOCKET_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/fd.h"

namespace minidcos {

class HiddenSocket {
 public:
  // Listens already. kFailedPrecondition if the user's private folder has too
  // long a path for a socket.
  static absl::StatusOr<std::unique_ptr<HiddenSocket>> Make();

  ~HiddenSocket();
  HiddenSocket(const HiddenSocket&) = delete;
  HiddenSocket& operator=(const HiddenSocket&) = delete;

  int listener() const { return listener_.get(); }

  // Of this process alone, where the system can do that (Linux): then there is
  // no file, and nothing is left however the process ends. Elsewhere it is a
  // file in the user's private folder, which goes with this object, and stays
  // where the process is killed.
  const std::string& path() const { return path_; }

 private:
  HiddenSocket(Fd listener, const std::string& path);

  Fd listener_;
  std::string path_;
  // What keeps the path without a file.
  Fd place_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_HIDDEN_SOCKET_H_
