#include "common/cli/shared_input.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cli/input.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

void CloseOnce(int& fd) {
  if (fd >= 0) close(std::exchange(fd, -1));
}

// Writes all of `bytes`. False once nobody reads there any more, or `ctx` ends.
bool WriteAll(const Context& ctx, int fd, absl::string_view bytes) {
  while (!bytes.empty()) {
    pollfd fds[] = {{.fd = fd, .events = POLLOUT, .revents = 0},
                    {.fd = ctx.cancel_fd(), .events = POLLIN, .revents = 0}};
    poll(fds, 2, ctx.PollTimeout());
    if (!ctx.Check().ok()) return false;
    const ssize_t written = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (written > 0) bytes.remove_prefix(written);
    if (written < 0 && errno != EAGAIN && errno != EINTR) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SharedInput>> SharedInput::Start(
    const Context& ctx, int fd, int readers) {
  std::unique_ptr<SharedInput> input(new SharedInput(ctx));
  for (int i = 0; i < readers; ++i) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0,
                   ends) != 0) {
      return ErrnoStatus(errno, "sharing standard input");
    }
    input->read_ends_.push_back(ends[0]);
    input->write_ends_.push_back(ends[1]);
  }
  input->thread_ = std::thread([input = input.get(), ctx, fd] {
    const absl::Status status =
        input->Share(ctx.WithCancellation(input->over_), fd);
    {
      const absl::MutexLock lock(&input->mutex_);
      input->status_ = status;
    }
    input->CloseWriteEnds();
  });
  return input;
}

SharedInput::~SharedInput() {
  over_.Cancel();
  if (thread_.joinable()) thread_.join();
  CloseWriteEnds();
  for (int& end : read_ends_) CloseOnce(end);
}

void SharedInput::CloseWriteEnds() {
  for (int& end : write_ends_) CloseOnce(end);
}

absl::Status SharedInput::Share(const Context& ctx, int fd) {
  while (true) {
    ASSIGN_OR_RETURN(const std::string piece, ReadPiece(ctx, fd));
    if (piece.empty()) return absl::OkStatus();
    bool is_read = false;
    for (int& end : write_ends_) {
      if (end >= 0 && !WriteAll(ctx, end, piece)) CloseOnce(end);
      is_read = is_read || end >= 0;
    }
    if (!is_read) return ctx.Check();
  }
}

absl::StatusOr<std::string> SharedInput::Read(const Context& ctx, int reader) {
  ASSIGN_OR_RETURN(std::string piece, ReadPiece(ctx, read_ends_[reader]));
  if (!piece.empty()) return piece;
  const absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(status_);
  return piece;
}

void SharedInput::Leave(int reader) { CloseOnce(read_ends_[reader]); }

}  // namespace minidcos
