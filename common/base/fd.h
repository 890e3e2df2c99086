// File descriptors with an owner.

#ifndef MINIDCOS_COMMON_BASE_FD_H_
#define MINIDCOS_COMMON_BASE_FD_H_

#include <sys/types.h>

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// Closes its descriptor, if it has one, with its scope.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  ~Fd() { Reset(); }
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    Reset(std::exchange(other.fd_, -1));
    return *this;
  }

  // -1 for none.
  int get() const { return fd_; }

  // Closes the present one.
  void Reset(int fd = -1);

 private:
  int fd_ = -1;
};

// A pipe whose ends no program that we start inherits.
struct Pipe {
  Fd read;
  Fd write;

  static absl::StatusOr<Pipe> Make();
};

// write() that fails with EPIPE where it would also raise SIGPIPE.
ssize_t WriteWithoutSignal(int fd, absl::string_view data);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_FD_H_
