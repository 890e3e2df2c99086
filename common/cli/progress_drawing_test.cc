#include "common/cli/progress_drawing.h"

#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

// A Progress on a pipe, and what it has written.
class Drawn {
 public:
  explicit Drawn(ProgressDrawingOptions options) {
    EXPECT_EQ(pipe2(fds_, O_NONBLOCK), 0);
    options.fd = fds_[1];
    options.tool = "minidcos-x";
    progress_ = NewProgressDrawing(options);
  }
  ~Drawn() {
    close(fds_[0]);
    close(fds_[1]);
  }

  Progress& progress() { return *progress_; }

  const std::string& text() {
    char buffer[4096];
    ssize_t got;
    while ((got = read(fds_[0], buffer, sizeof(buffer))) > 0) {
      text_.append(buffer, got);
    }
    return text_;
  }

  bool WaitFor(absl::string_view part) {
    const Context ctx = Context().WithTimeout(absl::Seconds(30));
    while (!absl::StrContains(text(), part)) {
      if (!ctx.WaitFor(absl::Milliseconds(1)).ok()) return false;
    }
    return true;
  }

 private:
  int fds_[2];
  std::unique_ptr<Progress> progress_;
  std::string text_;
};

TEST(PlainProgress, SaysWhatBeginsAndHowItEnds) {
  Drawn drawn({});
  drawn.progress().Begin("Building")->Done();
  { const auto step = drawn.progress().Begin("Starting"); }
  EXPECT_THAT(drawn.text(), MatchesRegex("Building ...\n"
                                         "Building: done \\(0.. s\\)\n"
                                         "Starting ...\n"
                                         "Starting: failed \\(0.. s\\)\n"));
}

TEST(PlainProgress, IsNeverSilentForLong) {
  Drawn drawn({.least_interval = absl::Milliseconds(1),
               .most_interval = absl::Milliseconds(2)});
  const auto step = drawn.progress().Begin("Building");
  EXPECT_TRUE(drawn.WaitFor("Building (0.0 s)\n"));
  step->Update("layer\n3");
  EXPECT_TRUE(drawn.WaitFor("Building: layer 3 (0."));
}

TEST(PlainProgress, DoesNotPrintEveryUpdate) {
  Drawn drawn({.least_interval = absl::Hours(1)});
  const auto step = drawn.progress().Begin("Building");
  for (int i = 0; i < 100; ++i) step->Update(std::to_string(i));
  step->Done();
  EXPECT_THAT(drawn.text(),
              MatchesRegex("Building ...\nBuilding: done \\(0.. s\\)\n"));
}

TEST(PlainProgress, WarnsOnOneLineWithoutControls) {
  Drawn drawn({});
  drawn.progress().Warn("the node says\n'\033[1m'");
  drawn.progress().Note("now run this");
  EXPECT_EQ(drawn.text(),
            "minidcos-x: warning: the node says '?[1m'\nnow run this\n");
}

TEST(Spinner, TurnsInPlaceAndLeavesALine) {
  Drawn drawn({.spinner = true});
  const auto step = drawn.progress().Begin("Building");
  EXPECT_TRUE(drawn.WaitFor("\r\033[K⠋ Building (0 s)"));
  step->Update("layer 3");
  EXPECT_TRUE(drawn.WaitFor("⠹ Building: layer 3 (0 s)"));
  step->Done();
  EXPECT_THAT(drawn.text(), HasSubstr("\r\033[K✓ Building (0."));
  EXPECT_THAT(drawn.text(), EndsWith(" s)\n"));
}

TEST(Spinner, ShowsWhereAStepFailed) {
  Drawn drawn({.spinner = true});
  drawn.progress().Begin("Starting")->Update("2 of 3");
  EXPECT_THAT(drawn.text(), HasSubstr("\r\033[K✗ Starting: 2 of 3 (0."));
}

TEST(Spinner, IsDrawnAgainBelowAWarning) {
  Drawn drawn({.spinner = true});
  const auto step = drawn.progress().Begin("Building");
  drawn.progress().Warn("careful");
  EXPECT_TRUE(drawn.WaitFor("\r\033[Kminidcos-x: warning: careful\n\r\033[K"));
}

TEST(Spinner, NeverWrapsTheLine) {
  Drawn drawn({.spinner = true});
  const auto step = drawn.progress().Begin(std::string(200, 'x'));
  // 80 columns where no terminal says otherwise: spinner, text, time, one free.
  EXPECT_TRUE(drawn.WaitFor("⠋ " + std::string(71, 'x') + " (0 s)"));
}

TEST(Spinner, DrawsABarOfWhatIsDone) {
  Drawn drawn({.spinner = true});
  const auto step = drawn.progress().Begin("Fetching");
  step->UpdateFraction(std::string(45, 'x'), 0.5);
  // 80 columns: spinner 2, title 8, bar 16, detail 45, two spaces, time 6.
  EXPECT_TRUE(drawn.WaitFor(" Fetching ████████░░░░░░░░ " +
                            std::string(45, 'x') + " (0 s)"));
  step->UpdateFraction("all", 1.5);
  std::string full;
  for (int i = 0; i < 30; ++i) full += "█";
  EXPECT_TRUE(drawn.WaitFor(" Fetching " + full + " all (0 s)"));
}

TEST(Spinner, LeavesOutABarThatHasNoRoom) {
  Drawn drawn({.spinner = true});
  const auto step = drawn.progress().Begin("Fetching");
  step->UpdateFraction(std::string(60, 'x'), 0.5);
  EXPECT_TRUE(drawn.WaitFor(" Fetching: " + std::string(60, 'x') + " (0 s)"));
}

TEST(PlainProgress, DrawsNoBar) {
  Drawn drawn({.least_interval = absl::Milliseconds(1)});
  const auto step = drawn.progress().Begin("Fetching");
  step->UpdateFraction("half of it", 0.5);
  EXPECT_TRUE(drawn.WaitFor("Fetching: half of it (0.0 s)\n"));
}

TEST(Progress, OutlivesAClosedStream) {
  Drawn drawn({});
  const std::unique_ptr<Progress> progress =
      NewProgressDrawing({.fd = -1, .tool = "minidcos-x"});
  progress->Begin("Building")->Done();
  progress->Warn("unheard");
  EXPECT_EQ(drawn.text(), "");
}

}  // namespace
}  // namespace minidcos
