#include <sys/socket.h>
#include <sys/stat.h>

#include <optional>
#include <string>

#include "common/base/fd.h"
#include "common/base/sockets.h"
#include "common/base/unix_address.h"
#include "common/docker/hidden_socket.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

TEST(HiddenSocket, IsAFileThatIsReachedAndGoesWithIt) {
  auto made = HiddenSocket::Make();
  ASSERT_THAT(made, IsOk());
  const std::string path = (*made)->path();
  struct stat about;
  ASSERT_EQ(lstat(path.c_str(), &about), 0) << path;
  EXPECT_TRUE(S_ISSOCK(about.st_mode));
  const std::optional<sockaddr_un> address = UnixAddress(path);
  ASSERT_TRUE(address.has_value());
  const Fd client = StreamSocket(AF_UNIX);
  EXPECT_EQ(connect(client.get(), reinterpret_cast<const sockaddr*>(&*address),
                    sizeof(*address)),
            0);
  EXPECT_GE(AcceptConnection((*made)->listener()).get(), 0);
  made->reset();
  EXPECT_NE(lstat(path.c_str(), &about), 0) << path;
}

}  // namespace
}  // namespace minidcos
