// What of process_id.h only Linux has: namespaces of pids.

#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "absl/strings/match.h"
#include "common/base/process_facts.h"
#include "common/base/process_id.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

// What the first process of a new namespace says before it ends: its name, and
// what it finds wrong. /proc stays that of the namespace outside.
std::string SaidInNamespace() {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t outer = fork();
  if (outer == 0) {
    if (unshare(CLONE_NEWPID) != 0) _exit(1);
    const pid_t inner = fork();
    if (inner == 0) {
      std::string said = ThisProcess();
      if (IsDead(said) || !IsAliveHere(said)) said += " is dead";
      if (StartTime("1").has_value()) said += " was started as another";
      if (StartTime("2") != "") said += " is not alone";
      _exit(write(ends[1], said.data(), said.size()) < 0);
    }
    int status = 0;
    waitpid(inner, &status, 0);
    _exit(status != 0);
  }
  int status = 0;
  EXPECT_EQ(waitpid(outer, &status, 0), outer);
  EXPECT_EQ(status, 0);
  char buffer[512];
  const ssize_t size = read(ends[0], buffer, sizeof(buffer));
  close(ends[0]);
  close(ends[1]);
  return std::string(buffer, size < 0 ? 0 : size);
}

TEST(ProcessId, OfAnotherNamespaceIsNeverJudgedFromOutside) {
  if (geteuid() != 0) GTEST_SKIP() << "only root makes such a namespace";
  const std::string said = SaidInNamespace();
  EXPECT_TRUE(IsOnThisHost(said)) << said;
  EXPECT_TRUE(absl::StrContains(said, "/1.")) << said;
  EXPECT_FALSE(absl::StrContains(said, " ")) << said;
  EXPECT_FALSE(IsDead(said)) << said;
}

}  // namespace
}  // namespace minidcos
