#include "common/base/shell_quote.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

TEST(ShellQuote, LeavesAloneWhatNeedsNoQuotes) {
  EXPECT_EQ(ShellQuote("a/b-c_d.e:f=g,h+i@j%k1"), "a/b-c_d.e:f=g,h+i@j%k1");
}

TEST(ShellQuote, QuotesTheRest) {
  EXPECT_EQ(ShellQuote(""), "''");
  EXPECT_EQ(ShellQuote("a b"), "'a b'");
  EXPECT_EQ(ShellQuote("it's"), "'it'\\''s'");
  EXPECT_EQ(ShellQuote("~"), "'~'");
}

TEST(ShellQuoteAll, JoinsWithSpaces) {
  EXPECT_EQ(ShellQuoteAll({}), "");
  EXPECT_EQ(ShellQuoteAll({"ls", "-l", "a b"}), "ls -l 'a b'");
}

TEST(ShellQuoteAll, ComesOutOfAShellAsItWas) {
  std::vector<std::string> words = {
      "",     " ",     "'",     "''",       "\"",   "\\",    "$HOME",
      "`id`", "$(id)", "a;b",   "a&b",      "a|b",  "<a>",   "*",
      "?",    "[a]",   "{a,b}", "~",        "#a",   "!a",    "-n",
      "--",   "a\nb",  "\t",    "\xc3\xa9", "\xff", "a=b c", "\\'\\"};
  for (int c = 1; c < 256; ++c) words.emplace_back(1, static_cast<char>(c));
  // Each word on a line of its own, marked at its end for one that ends in one.
  const std::string line =
      absl::StrCat("printf '%s.\\n' ", ShellQuoteAll(words));
  const auto result = RunSubprocess(Context(), {"sh", "-c", line});
  ASSERT_THAT(result, IsOk());
  std::string expected;
  for (const std::string& word : words) absl::StrAppend(&expected, word, ".\n");
  EXPECT_EQ(result->stdout_text, expected);
  EXPECT_EQ(result->exit_code, 0);
}

}  // namespace
}  // namespace minidcos
