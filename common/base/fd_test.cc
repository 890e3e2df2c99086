#include "common/base/fd.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

bool IsInherited(const Fd& fd) {
  return (fcntl(fd.get(), F_GETFD) & FD_CLOEXEC) == 0;
}

TEST(Pipe, CarriesBytesAndTheirEnd) {
  absl::StatusOr<Pipe> pipe = Pipe::Make();
  ASSERT_TRUE(pipe.ok()) << pipe.status();
  EXPECT_EQ(WriteWithoutSignal(pipe->write.get(), "abc"), 3);
  pipe->write.Reset();
  std::string got(10, 'x');
  EXPECT_EQ(read(pipe->read.get(), got.data(), got.size()), 3);
  EXPECT_EQ(got.substr(0, 3), "abc");
  EXPECT_EQ(read(pipe->read.get(), got.data(), got.size()), 0);
}

TEST(Pipe, IsNotInherited) {
  const absl::StatusOr<Pipe> pipe = Pipe::Make();
  ASSERT_TRUE(pipe.ok()) << pipe.status();
  EXPECT_FALSE(IsInherited(pipe->read));
  EXPECT_FALSE(IsInherited(pipe->write));
}

TEST(Pipe, SaysThatThereIsNoReader) {
  absl::StatusOr<Pipe> pipe = Pipe::Make();
  ASSERT_TRUE(pipe.ok()) << pipe.status();
  pipe->read.Reset();
  EXPECT_EQ(WriteWithoutSignal(pipe->write.get(), "abc"), -1);
  EXPECT_EQ(errno, EPIPE);
}

}  // namespace
}  // namespace minidcos
