// Runs a built program, as a user's shell would, and looks at all that comes of
// it.
//
//   const ToolResult result = RunToEnd(ToolPath("list"), {"--output=json"},
//                                     {.environment = {{"DOCKER_HOST",
//                                     host}}});
//   EXPECT_EQ(result.exit_code, 0) << result;
//
// The test names the program in its `data`.

#ifndef MINIDCOS_TESTING_TOOL_RUNNER_TOOL_RUNNER_H_
#define MINIDCOS_TESTING_TOOL_RUNNER_TOOL_RUNNER_H_

#include <sys/types.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace minidcos {

// Where a file of `data` is: "common/cli/app_test_tool".
std::string RunfilePath(absl::string_view path);

// Where the binary of a tool is: ToolPath("destroy-list") for
// //tools/destroy_list.
std::string ToolPath(absl::string_view tool);

struct ToolOptions {
  // Added to the test's own environment, or replacing there.
  std::map<std::string, std::string> environment = {};
  // What it reads on its standard input.
  std::string input = "";
  // Where its standard output goes instead of into the result.
  std::string output_path = "";
  // After it, the test fails and the program is killed.
  absl::Duration timeout = absl::Minutes(1);
};

struct ToolResult {
  // -1 if a signal ended it.
  int exit_code = -1;
  // 0 if it exited by itself.
  int signal_number = 0;
  std::string out;
  std::string err;
};

// All of it, for failure messages.
std::ostream& operator<<(std::ostream& stream, const ToolResult& result);

// A program under way, in a process group of its own. The destructor kills it.
class RunningTool {
 public:
  RunningTool(const std::string& path,
              const std::vector<std::string>& arguments,
              const ToolOptions& options = {});
  ~RunningTool();
  RunningTool(const RunningTool&) = delete;
  RunningTool& operator=(const RunningTool&) = delete;

  pid_t pid() const { return pid_; }

  // Waits until its standard output, or error, holds `text`. False, and a test
  // failure, if it ends or times out without.
  bool WaitForOutput(absl::string_view text);
  bool WaitForError(absl::string_view text);

  // Waits until its standard error has so many lines, or it ends.
  void WaitForErrorLines(int count);

  // Whether it ends, or at least closes its output, within `limit`.
  bool EndsWithin(absl::Duration limit);

  // Nothing happens once Wait() has returned.
  void SendSignal(int signal_number);

  // Waits for its end.
  ToolResult Wait();

 private:
  bool WaitFor(absl::string_view text, const std::string& stream);

  // Until both are closed, or the time is over and the program killed.
  void Collect(int out_fd, int err_fd);

  const absl::Time deadline_;
  pid_t pid_ = -1;
  std::thread collector_;
  std::mutex mutex_;
  std::condition_variable collected_;
  bool ended_ = false;
  bool timed_out_ = false;
  ToolResult result_;
};

// Runs a program to its end.
ToolResult RunToEnd(const std::string& path,
                    const std::vector<std::string>& arguments,
                    const ToolOptions& options = {});

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_TOOL_RUNNER_TOOL_RUNNER_H_
