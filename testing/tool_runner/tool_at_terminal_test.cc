#include "testing/tool_runner/tool_at_terminal.h"

#include <signal.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(ToolAtTerminal, ShowsTakesKeysAndIsResized) {
  ToolAtTerminal tool(
      "/bin/sh", {"-c", "stty size; read line; stty size; echo $line; exit 3"});
  ASSERT_TRUE(tool.WaitForOutput("24 80\r\n"));
  EXPECT_FALSE(tool.IsRaw());
  tool.Resize(12, 34);
  tool.Type("hello\r");
  const ToolResult result = tool.Wait();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, HasSubstr("12 34\r\nhello\r\n"));
}

TEST(ToolAtTerminal, KeepsTheModeThatItIsLeftIn) {
  ToolAtTerminal tool("/bin/sh", {"-c", "stty raw -echo"});
  EXPECT_EQ(tool.Wait().exit_code, 0);
  EXPECT_TRUE(tool.IsRaw());
}

TEST(ToolAtTerminal, TurnsAKeyIntoASignal) {
  ToolAtTerminal tool("/bin/cat", {});
  tool.Type("x\r");
  ASSERT_TRUE(tool.WaitForOutput("x\r\nx\r\n"));
  tool.Type("\x03");
  EXPECT_EQ(tool.Wait().signal_number, SIGINT);
}

}  // namespace
}  // namespace minidcos
