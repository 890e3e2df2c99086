#include "testing/engines/test_program.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ReadTestOutput, CountsCasesOnce) {
  const TestResult result = ReadTestOutput(
      "[==========] Running 3 tests from 2 test suites.\n"
      "[ RUN      ] One.Passes\n"
      "said by the test\n"
      "[       OK ] One.Passes (12 ms)\n"
      "[ RUN      ] One.Fails\n"
      "[  FAILED  ] One.Fails (1 ms)\n"
      "[ RUN      ] All/Two.Passes/0\n"
      "[       OK ] All/Two.Passes/0 (0 ms)\n"
      "[  FAILED  ] 1 test, listed below:\n"
      "[  FAILED  ] One.Fails\n",
      1);
  EXPECT_EQ(result.passed, 2);
  EXPECT_THAT(result.failed, ElementsAre("One.Fails"));
}

TEST(ReadTestOutput, CallsACaseFailedInWhichTheProgramEnds) {
  const TestResult result = ReadTestOutput(
      "[ RUN      ] One.Passes\n"
      "[       OK ] One.Passes (12 ms)\n"
      "[ RUN      ] One.Crashes\n",
      134);
  EXPECT_EQ(result.passed, 1);
  EXPECT_THAT(result.failed,
              ElementsAre("One.Crashes (the program ended with 134)"));
}

TEST(ReadTestOutput, FailsWhatFailsWithoutACase) {
  const TestResult result = ReadTestOutput(
      "[ RUN      ] One.Passes\n[       OK ] One.Passes (12 ms)\n", 3);
  EXPECT_EQ(result.passed, 1);
  EXPECT_THAT(result.failed, ElementsAre("(the program ended with 3)"));
  EXPECT_THAT(ReadTestOutput("", 0).failed, ElementsAre("(no case ran)"));
}

TEST(ReadTestOutput, FindsNothingFailedWhereAllPassed) {
  EXPECT_THAT(
      ReadTestOutput(
          "[ RUN      ] One.Passes\n[       OK ] One.Passes (12 ms)\n", 0)
          .failed,
      IsEmpty());
}

}  // namespace
}  // namespace minidcos
