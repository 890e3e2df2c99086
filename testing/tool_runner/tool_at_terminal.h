// A built program at a terminal, as a user runs it from a shell.
//
//   ToolAtTerminal tool(ToolPath("exec"), {"bash"});
//   ASSERT_TRUE(tool.WaitForOutput("# "));
//   tool.Type("exit 3\r");
//   EXPECT_EQ(tool.Wait().exit_code, 3);
//   EXPECT_FALSE(tool.IsRaw());

#ifndef MINIDCOS_TESTING_TOOL_RUNNER_TOOL_AT_TERMINAL_H_
#define MINIDCOS_TESTING_TOOL_RUNNER_TOOL_AT_TERMINAL_H_

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {

// All three of the program's streams are the terminal. It is not the session's
// first process, so that the terminal stays as the program leaves it. The
// destructor kills it.
class ToolAtTerminal {
 public:
  // A terminal of 24 by 80. Of `options`, `input` and `output_path` are not
  // used.
  ToolAtTerminal(const std::string& path,
                 const std::vector<std::string>& arguments,
                 const ToolOptions& options = {});
  ~ToolAtTerminal();
  ToolAtTerminal(const ToolAtTerminal&) = delete;
  ToolAtTerminal& operator=(const ToolAtTerminal&) = delete;

  // Presses these keys; "\r" is the one that ends a line.
  void Type(absl::string_view keys);

  // The user resizes the window.
  void Resize(int rows, int columns);

  // Whether keys go to the program as they are pressed, Ctrl-C too.
  bool IsRaw() const;

  // Waits until it has shown `text`, is in raw mode, or is stopped, as by a
  // Ctrl-Z. False, and a test failure, if it ends or times out without.
  bool WaitForOutput(absl::string_view text);
  bool WaitForRaw();
  bool WaitForStop();

  // All that it has shown so far.
  const std::string& shown() const { return result_.out; }

  void SendSignal(int signal_number);

  // Waits for its end. The result's `out` is all that it has shown.
  ToolResult Wait();

 private:
  bool WaitUntil(absl::string_view what, const std::function<bool()>& is_so);
  // Waits a moment for output or the end of the program.
  void Look();

  const absl::Time deadline_;
  int terminal_ = -1;
  // From the session's first process: the program's process id, and its status
  // once it has ended.
  int report_ = -1;
  pid_t leader_ = -1;
  pid_t pid_ = -1;
  bool ended_ = false;
  ToolResult result_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_TOOL_RUNNER_TOOL_AT_TERMINAL_H_
