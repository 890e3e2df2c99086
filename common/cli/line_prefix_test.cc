#include "common/cli/line_prefix.h"

#include <ios>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::SizeIs;

class LinePrefixTest : public testing::Test {
 protected:
  // All that comes of these pieces.
  std::string Prefixed(const std::vector<std::string>& pieces) {
    LinePrefix prefix("agent_0", stream_);
    for (const std::string& piece : pieces) {
      EXPECT_THAT(prefix.Write(piece), IsOk());
    }
    EXPECT_THAT(prefix.Finish(), IsOk());
    return out_.str();
  }

  std::ostringstream out_;
  SharedStream stream_{out_};
};

TEST_F(LinePrefixTest, NamesEveryLine) {
  EXPECT_EQ(Prefixed({"a\nb\n\n", "c\n"}),
            "agent_0 | a\nagent_0 | b\nagent_0 | \nagent_0 | c\n");
}

TEST_F(LinePrefixTest, JoinsPiecesOfALine) {
  EXPECT_EQ(Prefixed({"a", "", "b\nc", "\n"}), "agent_0 | ab\nagent_0 | c\n");
}

TEST_F(LinePrefixTest, CompletesTheLastLine) {
  EXPECT_EQ(Prefixed({"a\nb"}), "agent_0 | a\nagent_0 | b\n");
}

TEST_F(LinePrefixTest, WritesNothingForNothing) {
  EXPECT_EQ(Prefixed({"", ""}), "");
}

TEST_F(LinePrefixTest, KeepsOtherBytesAsTheyAre) {
  const std::string bytes("\0\xff\r\x1b", 4);
  EXPECT_EQ(Prefixed({bytes, "\n"}), absl::StrCat("agent_0 | ", bytes, "\n"));
}

TEST_F(LinePrefixTest, WritesAWholeLineAtOnce) {
  LinePrefix prefix("agent_0", stream_);
  EXPECT_THAT(prefix.Write("a\nb"), IsOk());
  EXPECT_EQ(out_.str(), "agent_0 | a\n");
}

TEST_F(LinePrefixTest, BreaksAnEndlessLine) {
  const std::string longest(LinePrefix::kLongestLine, 'x');
  EXPECT_EQ(Prefixed({longest + "y\n"}),
            absl::StrCat("agent_0 | ", longest, "\nagent_0 | y\n"));
}

TEST_F(LinePrefixTest, KeepsALineOfTheLongestLength) {
  const std::string longest(LinePrefix::kLongestLine, 'x');
  EXPECT_EQ(Prefixed({longest, "\n", longest + "\n"}),
            absl::StrCat("agent_0 | ", longest, "\nagent_0 | ", longest, "\n"));
}

TEST_F(LinePrefixTest, KeepsLinesWholeWithoutAName) {
  LinePrefix prefix("", stream_);
  EXPECT_THAT(prefix.Write("a\nb"), IsOk());
  EXPECT_EQ(out_.str(), "a\n");
  EXPECT_THAT(prefix.Finish(), IsOk());
  EXPECT_EQ(out_.str(), "a\nb\n");
}

TEST_F(LinePrefixTest, FailsIfTheStreamDoes) {
  out_.setstate(std::ios::badbit);
  LinePrefix prefix("agent_0", stream_);
  EXPECT_THAT(prefix.Write("a\n"), StatusIs(absl::StatusCode::kUnknown));
}

TEST_F(LinePrefixTest, NeverMixesTheLinesOfSeveralThreads) {
  constexpr int kThreads = 4;
  constexpr int kLines = 500;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([this, i] {
      LinePrefix prefix(absl::StrCat("agent_", i), stream_);
      for (int line = 0; line < kLines; ++line) {
        prefix.Write("half ").IgnoreError();
        prefix.Write("and half\n").IgnoreError();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::multiset<std::string> lines;
  for (const auto line : absl::StrSplit(out_.str(), '\n', absl::SkipEmpty())) {
    lines.emplace(line);
  }
  EXPECT_THAT(lines, SizeIs(kThreads * kLines));
  for (int i = 0; i < kThreads; ++i) {
    EXPECT_EQ(lines.count(absl::StrCat("agent_", i, " | half and half")),
              kLines);
  }
}

}  // namespace
}  // namespace minidcos
