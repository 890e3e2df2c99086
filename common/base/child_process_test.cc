#include "common/base/child_process.h"

#include <signal.h>
#include <unistd.h>

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

Context Limit() { return Context().WithTimeout(absl::Minutes(1)); }

std::string ReadAll(const Fd& fd) {
  std::string text;
  char buffer[1024];
  ssize_t got;
  while ((got = read(fd.get(), buffer, sizeof(buffer))) > 0) {
    text.append(buffer, got);
  }
  return text;
}

TEST(ChildProcess, WorksOnTheStreamsItIsGiven) {
  Pipe in = *Pipe::Make();
  Pipe out = *Pipe::Make();
  const auto child = ChildProcess::Start({"sh", "-c", "cat; exit 3"}, {},
                                         {in.read.get(), out.write.get()});
  ASSERT_THAT(child, IsOk());
  in.read.Reset();
  out.write.Reset();
  EXPECT_EQ(WriteWithoutSignal(in.write.get(), "text"), 4);
  in.write.Reset();
  EXPECT_EQ(ReadAll(out.read), "text");
  EXPECT_THAT((*child)->Wait(Limit()), IsOkAndHolds(3));
  EXPECT_THAT((*child)->Wait(Limit()), IsOkAndHolds(3));
}

TEST(ChildProcess, ReadsNothingUnlessToldWhat) {
  const auto child = ChildProcess::Start({"cat"}, {}, {});
  ASSERT_THAT(child, IsOk());
  EXPECT_THAT((*child)->Wait(Limit()), IsOkAndHolds(0));
}

TEST(ChildProcess, TakesSignals) {
  const auto child = ChildProcess::Start({"sleep", "1000"}, {}, {});
  ASSERT_THAT(child, IsOk());
  EXPECT_THAT((*child)->Wait(Context().WithTimeout(absl::Milliseconds(10))),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  (*child)->Signal(SIGUSR1);
  EXPECT_THAT((*child)->Wait(Limit()), IsOkAndHolds(128 + SIGUSR1));
}

TEST(ChildProcess, IsKilledWithItsGroupByTheDestructor) {
  Pipe out = *Pipe::Make();
  {
    const auto child = ChildProcess::Start(
        {"sh", "-c", "sleep 1000 & sleep 1001"}, {}, {.out = out.write.get()});
    ASSERT_THAT(child, IsOk());
    out.write.Reset();
  }
  // Whoever still ran would hold the other end.
  EXPECT_EQ(ReadAll(out.read), "");
}

TEST(ChildProcess, IsNotFoundIfThereIsNoSuchProgram) {
  EXPECT_THAT(ChildProcess::Start({"no-such-program"}, {}, {}),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace minidcos
