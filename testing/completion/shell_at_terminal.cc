#include "testing/completion/shell_at_terminal.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "glog/logging.h"
#include "gtest/gtest.h"
#include "testing/tool_runner/tool_at_terminal.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

// Ctrl-U empties the line, Ctrl-T tells it: into a file, for the screen shows
// it with the terminal's own signs, and then how many it has told.
constexpr char kEmpty[] = "\x15";
constexpr char kTell[] = "\x14";

constexpr char kBash[] = R"(
PS1='ready> '
for setting in 'bell-style none' 'show-all-if-ambiguous on' \
    'page-completions off' 'completion-query-items 0' \
    'enable-bracketed-paste off'; do
  bind "set $setting"
done
tell() {
  printf %s "$READLINE_LINE" >line
  READLINE_LINE=
  printf '<told %d>' $((++told))
}
bind -x '"\C-t": tell'
. "$SHARE/bash-completion/completions/minidcos"
)";

constexpr char kZsh[] = R"(
PS1='ready> '
unset zle_bracketed_paste
setopt no_beep no_list_ambiguous
# Tab alone would also run $(COMMAND).
bindkey '^I' complete-word
LISTMAX=10000
tell() {
  printf %s "$BUFFER" >line
  BUFFER=
  zle -I
  printf '<told %d>' $((++told))
}
zle -N tell
bindkey '^T' tell
fpath=("$SHARE/zsh/site-functions" $fpath)
autoload -Uz compinit
compinit -u -D
)";

std::string PathOf(const std::string& program) {
  for (const char* folder : {"/bin/", "/usr/bin/", "/usr/local/bin/"}) {
    if (std::filesystem::exists(folder + program)) return folder + program;
  }
  ADD_FAILURE() << "this test needs " << program
                << ", which scripts/setup.sh installs for tests";
  return "/bin/false";
}

}  // namespace

ShellAtTerminal::ShellAtTerminal(const std::string& shell, ToolOptions options)
    : folder_(*ScopedFolder::Make("/tmp", "minidcos-shell-")) {
  const bool is_zsh = shell == "zsh";
  const std::string start_up =
      absl::StrCat(folder(), is_zsh ? "/.zshrc" : "/bashrc");
  CHECK(WriteFile(start_up,
                  absl::StrCat("cd '", folder(), "'\n", is_zsh ? kZsh : kBash),
                  0600)
            .ok());
  options.environment.insert(
      {{"PATH", absl::StrCat(RunfilePath("bin"), ":", std::getenv("PATH"))},
       {"SHARE", RunfilePath("share")},
       {"TERM", "xterm"},
       {"HOME", folder()},
       {"INPUTRC", "/dev/null"},
       {"ZDOTDIR", folder()}});
  shell_.emplace(PathOf(shell),
                 is_zsh ? std::vector<std::string>{"-d", "-i"}
                        : std::vector<std::string>{"--rcfile", start_up, "-i"},
                 options);
  shell_->WaitForOutput("ready> ");
}

std::string ShellAtTerminal::Complete(absl::string_view line) {
  const size_t before = shell_->shown().size();
  shell_->Type(absl::StrCat(line, "\t", kTell));
  shell_->WaitForOutput(absl::StrCat("<told ", ++completed_, ">"));
  shown_ = shell_->shown().substr(before);
  return ReadFile(folder() + "/line").value_or("");
}

}  // namespace minidcos
