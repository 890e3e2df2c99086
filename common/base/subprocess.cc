#include "common/base/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/child_process.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

void KeepLast(size_t count, std::string& text) {
  if (text.size() > count) text.erase(0, text.size() - count);
}

void Feed(int fd, absl::string_view& input) {
  const ssize_t written = WriteWithoutSignal(fd, input);
  if (written >= 0) {
    input.remove_prefix(written);
  } else if (errno != EAGAIN && errno != EINTR) {
    input = {};  // it reads no more: its own business
  }
}

void Drain(Fd& fd, const std::function<void(absl::string_view)>& sink,
           size_t keep, std::string& kept) {
  char buffer[65536];
  const ssize_t got = read(fd.get(), buffer, sizeof(buffer));
  if (got < 0 && errno == EINTR) return;
  if (got <= 0) return fd.Reset();
  const absl::string_view piece(buffer, got);
  if (sink) sink(piece);
  absl::StrAppend(&kept, piece);
  // Not at every piece: each time all that is kept moves.
  if (kept.size() > 2 * keep) KeepLast(keep, kept);
}

// Our ends of a program's streams.
struct Ends {
  Fd in;
  Fd out;
  Fd err;
};

// Moves bytes until the program has closed its output, or `ctx` ends.
absl::Status Communicate(const Context& ctx, const SubprocessOptions& options,
                         Ends& ends, SubprocessResult& result) {
  absl::string_view input = options.input;
  fcntl(ends.in.get(), F_SETFL, O_NONBLOCK);
  while (ends.out.get() >= 0 || ends.err.get() >= 0) {
    if (input.empty()) ends.in.Reset();
    pollfd fds[] = {{ends.in.get(), POLLOUT, 0},
                    {ends.out.get(), POLLIN, 0},
                    {ends.err.get(), POLLIN, 0},
                    {ctx.cancel_fd(), POLLIN, 0}};
    poll(fds, 4, ctx.PollTimeout());
    RETURN_IF_ERROR(ctx.Check());
    if (fds[0].revents != 0) Feed(ends.in.get(), input);
    if (fds[1].revents != 0) {
      Drain(ends.out, options.on_stdout, options.keep_output,
            result.stdout_text);
    }
    if (fds[2].revents != 0) {
      Drain(ends.err, options.on_stderr, options.keep_output,
            result.stderr_text);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<ChildProcess>> Start(
    const std::vector<std::string>& argv, const SubprocessOptions& options,
    Ends& ends) {
  ASSIGN_OR_RETURN(Pipe in, Pipe::Make());
  ASSIGN_OR_RETURN(Pipe out, Pipe::Make());
  ASSIGN_OR_RETURN(Pipe err, Pipe::Make());
  ends = {std::move(in.write), std::move(out.read), std::move(err.read)};
  // This thread waits for it.
  return ChildProcess::Start(argv,
                             {.directory = options.directory,
                              .environment = options.environment,
                              .unset_environment = options.unset_environment,
                              .dies_with_thread = true},
                             {in.read.get(), out.write.get(), err.write.get()});
}

}  // namespace

absl::StatusOr<SubprocessResult> RunSubprocess(
    const Context& ctx, const std::vector<std::string>& argv,
    const SubprocessOptions& options) {
  Ends ends;
  ASSIGN_OR_RETURN(const std::unique_ptr<ChildProcess> child,
                   Start(argv, options, ends));
  SubprocessResult result;
  absl::Status status = Communicate(ctx, options, ends, result);
  if (status.ok()) {
    const absl::StatusOr<int> exit_code = child->Wait(ctx);
    status = exit_code.status();
    if (status.ok()) result.exit_code = *exit_code;
  }
  if (!status.ok()) {
    child->Terminate();
    return status;
  }
  KeepLast(options.keep_output, result.stdout_text);
  KeepLast(options.keep_output, result.stderr_text);
  return result;
}

}  // namespace minidcos
