#include "common/cli/shared_input.h"

#include <fcntl.h>
#include <poll.h>

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
#include "common/base/fd.h"
#include "common/base/sockets.h"
#include "common/cli/input.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Writes all of `bytes`. False once nobody reads there any more, or `ctx` ends.
bool WriteAll(const Context& ctx, int fd, absl::string_view bytes) {
  while (!bytes.empty()) {
    pollfd fds[] = {{.fd = fd, .events = POLLOUT, .revents = 0},
                    {.fd = ctx.cancel_fd(), .events = POLLIN, .revents = 0}};
    poll(fds, 2, ctx.PollTimeout());
    if (!ctx.Check().ok()) return false;
    const ssize_t written = SendWithoutSignal(fd, bytes);
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
    ASSIGN_OR_RETURN(SocketPair ends, SocketPair::Make());
    for (const Fd* end : {&ends.first, &ends.second}) {
      fcntl(end->get(), F_SETFL, O_NONBLOCK);
    }
    input->read_ends_.push_back(std::move(ends.first));
    input->write_ends_.push_back(std::move(ends.second));
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
  for (Fd& end : read_ends_) end.Reset();
}

void SharedInput::CloseWriteEnds() {
  for (Fd& end : write_ends_) end.Reset();
}

absl::Status SharedInput::Share(const Context& ctx, int fd) {
  while (true) {
    ASSIGN_OR_RETURN(const std::string piece, ReadPiece(ctx, fd));
    if (piece.empty()) return absl::OkStatus();
    bool is_read = false;
    for (Fd& end : write_ends_) {
      if (end.get() >= 0 && !WriteAll(ctx, end.get(), piece)) end.Reset();
      is_read = is_read || end.get() >= 0;
    }
    if (!is_read) return ctx.Check();
  }
}

absl::StatusOr<std::string> SharedInput::Read(const Context& ctx, int reader) {
  ASSIGN_OR_RETURN(std::string piece, ReadPiece(ctx, read_ends_[reader].get()));
  if (!piece.empty()) return piece;
  const absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(status_);
  return piece;
}

void SharedInput::Leave(int reader) { read_ends_[reader].Reset(); }

}  // namespace minidcos
