#include "common/cli/input.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::StatusOr<std::string> ReadPiece(const Context& ctx, int fd) {
  constexpr size_t kPiece = 65536;
  std::string piece(kPiece, '\0');
  while (true) {
    pollfd fds[] = {{.fd = fd, .events = POLLIN, .revents = 0},
                    {.fd = ctx.cancel_fd(), .events = POLLIN, .revents = 0}};
    poll(fds, 2, ctx.PollTimeout());
    RETURN_IF_ERROR(ctx.Check());
    if (fds[0].revents == 0) continue;
    const ssize_t got = read(fd, piece.data(), kPiece);
    if (got >= 0) {
      piece.resize(got);
      return piece;
    }
    // EAGAIN: another process that shares it was quicker.
    if (errno != EINTR && errno != EAGAIN) {
      return ErrnoStatus(errno, "reading standard input");
    }
  }
}

absl::StatusOr<std::vector<std::string>> ReadWords(const Context& ctx, int fd) {
  std::string text;
  while (true) {
    ASSIGN_OR_RETURN(const std::string piece, ReadPiece(ctx, fd));
    if (piece.empty()) break;
    text += piece;
  }
  return absl::StrSplit(text, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
}

absl::StatusOr<std::vector<std::string>> ExpandDash(
    const Context& ctx, const std::vector<std::string>& arguments) {
  std::vector<std::string> expanded;
  for (const std::string& argument : arguments) {
    if (argument != "-") {
      expanded.push_back(argument);
      continue;
    }
    ASSIGN_OR_RETURN(const std::vector<std::string> words,
                     ReadWords(ctx, STDIN_FILENO));
    expanded.insert(expanded.end(), words.begin(), words.end());
  }
  return expanded;
}

}  // namespace minidcos
