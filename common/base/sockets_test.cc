#include "common/base/sockets.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>
#include <string>

#include "common/base/fd.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

bool IsInherited(const Fd& fd) {
  return (fcntl(fd.get(), F_GETFD) & FD_CLOEXEC) == 0;
}

TEST(Sockets, AreNotInherited) {
  const auto pair = SocketPair::Make();
  ASSERT_THAT(pair, IsOk());
  EXPECT_FALSE(IsInherited(pair->first));
  EXPECT_FALSE(IsInherited(pair->second));
  EXPECT_FALSE(IsInherited(StreamSocket(AF_INET)));
}

TEST(StreamSocket, SaysThatThereIsNoSuchFamily) {
  EXPECT_EQ(StreamSocket(-1).get(), -1);
  EXPECT_NE(errno, 0);
}

TEST(AcceptConnection, TakesOneThatWaits) {
  const Fd listener = StreamSocket(AF_INET);
  sockaddr_storage address = {};
  socklen_t size = sizeof(address);
  ASSERT_EQ(listen(listener.get(), 1), 0);
  ASSERT_EQ(
      getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size),
      0);
  fcntl(listener.get(), F_SETFL, O_NONBLOCK);
  EXPECT_EQ(AcceptConnection(listener.get()).get(), -1);
  EXPECT_EQ(errno, EAGAIN);
  const Fd client = StreamSocket(AF_INET);
  ASSERT_EQ(connect(client.get(), reinterpret_cast<sockaddr*>(&address), size),
            0);
  const Fd accepted = AcceptConnection(listener.get());
  ASSERT_GE(accepted.get(), 0);
  EXPECT_FALSE(IsInherited(accepted));
  EXPECT_EQ(fcntl(accepted.get(), F_GETFL) & O_NONBLOCK, 0);
}

TEST(SendWithoutSignal, FailsWhereTheOtherSideIsGone) {
  auto pair = SocketPair::Make();
  ASSERT_THAT(pair, IsOk());
  EXPECT_EQ(SendWithoutSignal(pair->first.get(), "abc"), 3);
  pair->second.Reset();
  for (const bool dont_wait : {false, true}) {
    EXPECT_EQ(SendWithoutSignal(pair->first.get(), "abc", dont_wait), -1);
    EXPECT_EQ(errno, EPIPE);
  }
}

TEST(SendWithoutSignal, DoesNotWaitForRoomUnlessItMay) {
  const auto pair = SocketPair::Make();
  ASSERT_THAT(pair, IsOk());
  const std::string piece(65536, 'x');
  ssize_t sent = 1;
  while (sent > 0) {
    sent = SendWithoutSignal(pair->first.get(), piece, /*dont_wait=*/true);
  }
  EXPECT_EQ(errno, EAGAIN);
}

}  // namespace
}  // namespace minidcos
