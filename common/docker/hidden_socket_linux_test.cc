#include <filesystem>
#include <system_error>

#include "common/docker/hidden_socket.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

TEST(HiddenSocket, HasNoFile) {
  const auto socket = HiddenSocket::Make();
  ASSERT_THAT(socket, IsOk());
  std::error_code error;
  EXPECT_THAT(std::filesystem::read_symlink((*socket)->path(), error).string(),
              testing::EndsWith(" (deleted)"));
  EXPECT_FALSE(error) << error.message();
}

}  // namespace
}  // namespace minidcos
