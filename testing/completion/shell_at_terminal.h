// A bash or a zsh at a terminal, with the completion of our programs as it is
// installed and no other start-up files, in which keys are pressed.
//
//   ShellAtTerminal shell("zsh", {.environment = {{"DOCKER_HOST", host}}});
//   EXPECT_EQ(shell.Complete("minidcos insp"), "minidcos inspect ");

#ifndef MINIDCOS_TESTING_COMPLETION_SHELL_AT_TERMINAL_H_
#define MINIDCOS_TESTING_COMPLETION_SHELL_AT_TERMINAL_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "testing/tool_runner/tool_at_terminal.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {

class ShellAtTerminal {
 public:
  // `shell` is "bash" or "zsh"; a test failure if it is not installed. Our
  // programs, which are in the test's data (//:bin), are on its PATH.
  explicit ShellAtTerminal(const std::string& shell, ToolOptions options = {});

  // Where it is.
  const std::string& folder() const { return folder_.path(); }

  // What the line is after the user has typed `line` and pressed Tab.
  std::string Complete(absl::string_view line);

  // What it has shown meanwhile: the list of what could follow, too.
  const std::string& shown() const { return shown_; }

 private:
  const ScopedFolder folder_;
  std::optional<ToolAtTerminal> shell_;
  int completed_ = 0;
  std::string shown_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_COMPLETION_SHELL_AT_TERMINAL_H_
