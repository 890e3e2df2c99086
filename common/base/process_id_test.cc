#include "common/base/process_id.h"

#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

// What ThisProcess() says in a child that has ended by the time this returns.
std::string DeadProcess() {
  int fds[2];
  EXPECT_EQ(pipe(fds), 0);
  const pid_t child = fork();
  if (child == 0) {
    const std::string process = ThisProcess();
    _exit(write(fds[1], process.data(), process.size()) < 0);
  }
  waitpid(child, nullptr, 0);
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
  const std::string host = ThisHost();
  EXPECT_TRUE(IsDead(absl::StrCat(host, "/another-boot/", getpid(), "/1")));
}

TEST(IsDead, IsTrueForAPidThatIsUsedAgain) {
  EXPECT_TRUE(IsDead(absl::StrCat(ThisProcess(), "1")));
}

TEST(IsDead, NeverJudgesAnotherHost) {
  const std::string elsewhere =
      absl::StrReplaceAll(DeadProcess(), {{ThisHost(), "elsewhere-1"}});
  EXPECT_FALSE(IsDead(elsewhere));
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
