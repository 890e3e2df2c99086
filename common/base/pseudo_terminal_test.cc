#include "common/base/pseudo_terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <string>

#include "absl/status/status.h"
#include "common/base/fd.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

TEST(PseudoTerminal, PassesBytesAsTheyAre) {
  const auto terminal = PseudoTerminal::Make();
  ASSERT_THAT(terminal, IsOk());
  EXPECT_TRUE(isatty(terminal->slave.get()));
  const std::string bytes = "a\r\n\x03\x04\x7f\xff";
  ASSERT_EQ(write(terminal->master.get(), bytes.data(), bytes.size()),
            static_cast<ssize_t>(bytes.size()));
  std::string got(bytes.size(), '\0');
  EXPECT_EQ(read(terminal->slave.get(), got.data(), got.size()),
            static_cast<ssize_t>(bytes.size()));
  EXPECT_EQ(got, bytes);
}

TEST(PseudoTerminal, HasTheSizeThatItIsTold) {
  const auto terminal = PseudoTerminal::Make();
  ASSERT_THAT(terminal, IsOk());
  ASSERT_THAT(SetTerminalSize(terminal->master.get(), 33, 111), IsOk());
  winsize size = {};
  ASSERT_EQ(ioctl(terminal->slave.get(), TIOCGWINSZ, &size), 0);
  EXPECT_EQ(size.ws_row, 33);
  EXPECT_EQ(size.ws_col, 111);
}

TEST(SetTerminalSize, FailsOnWhatIsNoTerminal) {
  const Pipe pipe = *Pipe::Make();
  EXPECT_FALSE(SetTerminalSize(pipe.read.get(), 1, 1).ok());
}

}  // namespace
}  // namespace minidcos
