#include "common/base/process_id.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/process_facts.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

// What ThisProcess() says in a child that has ended by the time this returns,
// and that, unless `is_reaped`, is still in the table of processes.
std::string DeadProcess(bool is_reaped = true) {
  int fds[2];
  EXPECT_EQ(pipe(fds), 0);
  const pid_t child = fork();
  if (child == 0) {
    const std::string process = ThisProcess();
    _exit(write(fds[1], process.data(), process.size()) < 0);
  }
  siginfo_t info;
  waitid(P_PID, child, &info, WEXITED | (is_reaped ? 0 : WNOWAIT));
  char buffer[512];
  const ssize_t size = read(fds[0], buffer, sizeof(buffer));
  close(fds[0]);
  close(fds[1]);
  return std::string(buffer, size);
}

TEST(IsDead, IsFalseForAProcessThatLives) {
  EXPECT_FALSE(IsDead(ThisProcess()));
}

TEST(IsDead, IsTrueForAProcessThatHasEnded) {
  EXPECT_TRUE(IsDead(DeadProcess()));
}

TEST(IsDead, IsTrueForAProcessFromBeforeAReboot) {
  std::vector<std::string> parts = absl::StrSplit(ThisProcess(), '/');
  parts[1] = "another-boot";
  EXPECT_TRUE(IsDead(absl::StrJoin(parts, "/")));
}

TEST(IsDead, IsTrueForAPidThatIsUsedAgain) {
  EXPECT_TRUE(IsDead(absl::StrCat(ThisProcess(), "1")));
}

TEST(IsDead, NeverJudgesAnotherHost) {
  const std::string elsewhere =
      absl::StrReplaceAll(DeadProcess(), {{ThisHost(), "elsewhere-1"}});
  EXPECT_FALSE(IsDead(elsewhere));
}

TEST(IsDead, IsTrueForAProcessWhoseParentHasNotNoticed) {
  EXPECT_TRUE(IsDead(DeadProcess(/*is_reaped=*/false)));
}

TEST(IsDead, NeverJudgesAnotherNamespaceOfPids) {
  std::vector<std::string> parts = absl::StrSplit(DeadProcess(), '/');
  parts[2] = absl::StrCat(parts[2].substr(0, parts[2].find('.')), ".1");
  EXPECT_FALSE(IsDead(absl::StrJoin(parts, "/")));
  EXPECT_FALSE(IsAliveHere(absl::StrJoin(parts, "/")));
  EXPECT_TRUE(IsOnThisHost(absl::StrJoin(parts, "/")));
  parts[1] = "another-boot";
  EXPECT_FALSE(IsDead(absl::StrJoin(parts, "/")));
}

TEST(StartTime, IsNotToldOfAProcessThatCannotBeLookedAt) {
  const std::string pid = absl::StrCat(getpid());
  EXPECT_NE(StartTime(pid).value_or(""), "");
  rlimit limit;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  const rlimit none = {.rlim_cur = 0, .rlim_max = limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const std::optional<std::string> hidden = StartTime(pid);
  const std::optional<std::string> free = StartTime("999999999");
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(hidden, std::nullopt);
  EXPECT_EQ(free, "");
}

TEST(IsAliveHere, IsTrueOnlyOfWhatIsThere) {
  EXPECT_TRUE(IsAliveHere(ThisProcess()));
  EXPECT_FALSE(IsAliveHere(DeadProcess()));
  EXPECT_FALSE(IsAliveHere("elsewhere-1/boot/1/1"));
  EXPECT_FALSE(IsAliveHere(""));
}

TEST(IsDead, NeverJudgesAMalformedWord) {
  EXPECT_FALSE(IsDead(""));
  EXPECT_FALSE(IsDead(ThisHost()));
}

TEST(IsOnThisHost, ComparesTheHost) {
  EXPECT_TRUE(IsOnThisHost(ThisProcess()));
  EXPECT_FALSE(IsOnThisHost("elsewhere-1/boot/1/1"));
  EXPECT_FALSE(IsOnThisHost(""));
}

}  // namespace
}  // namespace minidcos
