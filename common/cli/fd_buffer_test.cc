#include "common/cli/fd_buffer.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <ostream>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

TEST(FdBuffer, WritesEverythingInPieces) {
  int fds[2];
  ASSERT_EQ(pipe(fds), 0);
  FdBuffer buffer(fds[1], 4, Context());
  std::ostream(&buffer) << "hello, world";
  EXPECT_THAT(buffer.Flush(), IsOk());
  char text[64];
  EXPECT_EQ(std::string(text, read(fds[0], text, sizeof(text))),
            "hello, world");
  close(fds[0]);
  close(fds[1]);
}

TEST(FdBuffer, KeepsTheOrderOfSmallAndLargePieces) {
  int fds[2];
  ASSERT_EQ(pipe(fds), 0);
  FdBuffer buffer(fds[1], 4, Context());
  std::ostream out(&buffer);
  out << "ab"
      << "cdefgh"
      << "i"
      << "jklm"
      << "no";
  EXPECT_THAT(buffer.Flush(), IsOk());
  char text[64];
  EXPECT_EQ(std::string(text, read(fds[0], text, sizeof(text))),
            "abcdefghijklmno");
  close(fds[0]);
  close(fds[1]);
}

TEST(FdBuffer, RemembersTheFirstError) {
  const int fd = open("/dev/full", O_WRONLY);
  FdBuffer buffer(fd, 4, Context());
  std::ostream out(&buffer);
  out << "hello, world";
  EXPECT_FALSE(out.good());
  out.clear();
  out << "x";
  EXPECT_THAT(buffer.Flush(),
              StatusIs(absl::StatusCode::kUnknown, "No space left on device"));
  close(fd);
}

TEST(FdBuffer, WaitsForAReaderOnlyUntilItsContextEnds) {
  int fds[2];
  ASSERT_EQ(pipe(fds), 0);
  Cancellation cancelled;
  FdBuffer buffer(fds[1], 4, Context().WithCancellation(cancelled));
  std::ostream out(&buffer);
  const std::string more_than_a_pipe_holds(1'000'000, 'x');
  std::thread writer([&] { out << more_than_a_pipe_holds; });
  cancelled.Cancel();
  writer.join();
  EXPECT_FALSE(out.good());
  EXPECT_THAT(buffer.Flush(), StatusIs(absl::StatusCode::kCancelled));
  close(fds[0]);
  close(fds[1]);
}

TEST(FdBuffer, WritesWhatIsTakenAtOnceAfterItsContextEnded) {
  int fds[2];
  ASSERT_EQ(pipe(fds), 0);
  FdBuffer buffer(fds[1], 4, Context().WithTimeout(absl::ZeroDuration()));
  std::ostream(&buffer) << "last words";
  EXPECT_THAT(buffer.Flush(), IsOk());
  char text[64];
  EXPECT_EQ(std::string(text, read(fds[0], text, sizeof(text))), "last words");
  close(fds[0]);
  close(fds[1]);
}

TEST(FdBuffer, TellsThatNobodyReads) {
  signal(SIGPIPE, SIG_IGN);
  int fds[2];
  ASSERT_EQ(pipe(fds), 0);
  close(fds[0]);
  int told = 0;
  FdBuffer buffer(fds[1], 4, Context(), [&told] { ++told; });
  std::ostream(&buffer) << "hello, world";
  EXPECT_THAT(buffer.Flush(), StatusIs(absl::StatusCode::kUnknown));
  EXPECT_EQ(told, 1);
  close(fds[1]);
}

}  // namespace
}  // namespace minidcos
