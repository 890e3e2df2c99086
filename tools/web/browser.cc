#include "tools/web/browser.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"

extern char** environ;

namespace minidcos {
namespace {

constexpr absl::Duration kMoment = absl::Seconds(1);

// Descriptors from here on are not looked at.
constexpr int kMostInherited = 1024;

std::vector<std::string> Words(absl::string_view command,
                               const std::string& url) {
  std::vector<std::string> words;
  bool takes_url = false;
  for (const absl::string_view word :
       absl::StrSplit(command, absl::ByAnyChar(" \t\n"), absl::SkipEmpty())) {
    words.push_back(
        absl::StrReplaceAll(word, {{"%s", url}, {"%c", ":"}, {"%%", "%"}}));
    // "%%s" is no place for it.
    takes_url |=
        absl::StrContains(absl::StrReplaceAll(word, {{"%%", ""}}), "%s");
  }
  if (!words.empty() && !takes_url) words.push_back(url);
  return words;
}

// Attributes and file actions of posix_spawn(3).
class Spawn {
 public:
  Spawn() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null",
                                     O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions_, STDIN_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, STDIN_FILENO, STDERR_FILENO);
    posix_spawnattr_init(&attributes_);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    for (const int signal_number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
      sigaddset(&signals, signal_number);
    }
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID |
                                               POSIX_SPAWN_SETSIGMASK |
                                               POSIX_SPAWN_SETSIGDEF);
  }
  ~Spawn() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Spawn(const Spawn&) = delete;
  Spawn& operator=(const Spawn&) = delete;

  absl::StatusOr<pid_t> Run(const std::vector<std::string>& words) const {
    std::vector<char*> argv;
    for (const std::string& word : words) {
      argv.push_back(const_cast<char*>(word.c_str()));
    }
    argv.push_back(nullptr);
    pid_t pid;
    const int error = posix_spawnp(&pid, argv[0], &actions_, &attributes_,
                                   argv.data(), environ);
    if (error != 0) return absl::NotFoundError(std::strerror(error));
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// OK unless the process ends within a moment, and not well.
absl::Status WatchForAMoment(const Context& ctx, pid_t pid) {
  const Context moment = ctx.WithTimeout(kMoment);
  int status = 0;
  while (waitpid(pid, &status, WNOHANG) == 0) {
    if (!moment.WaitFor(absl::Milliseconds(10)).ok()) return absl::OkStatus();
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return absl::OkStatus();
  return absl::NotFoundError("it failed");
}

absl::Status Start(const Context& ctx, const std::vector<std::string>& words) {
  const absl::StatusOr<pid_t> pid = Spawn().Run(words);
  return pid.ok() ? WatchForAMoment(ctx, *pid) : pid.status();
}

}  // namespace

std::vector<std::vector<std::string>> BrowserCommands(absl::string_view browser,
                                                      const std::string& url) {
  std::vector<std::vector<std::string>> commands;
  for (const absl::string_view command : absl::StrSplit(browser, ':')) {
    const std::vector<std::string> words = Words(command, url);
    if (!words.empty()) commands.push_back(words);
  }
  commands.push_back({"xdg-open", url});
  commands.push_back({"open", url});
  return commands;
}

absl::Status StartBrowser(
    const Context& ctx, const std::vector<std::vector<std::string>>& commands) {
  // Whoever waits for the other end of a pipe that we inherited must not wait
  // for the browser.
  for (int fd = STDERR_FILENO + 1; fd < kMostInherited; ++fd) {
    fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
  std::vector<std::string> failures;
  for (const std::vector<std::string>& words : commands) {
    const absl::Status started = Start(ctx, words);
    if (started.ok()) return absl::OkStatus();
    failures.push_back(absl::StrCat(words.front(), ": ", started.message()));
  }
  return absl::NotFoundError(absl::StrCat("no browser could be started (",
                                          absl::StrJoin(failures, "; "), ")"));
}

}  // namespace minidcos
