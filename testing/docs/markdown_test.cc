#include "testing/docs/markdown.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ReadMarkdown, FindsHeadingsLinksAndCode) {
  const MarkdownPage page = ReadMarkdown(
      "# What nodes run\n"
      "Text with `a span`, [a link](a.md#b) and [one](http://x/).\n"
      "### In C++, too\n"
      "    indented code\n"
      "a `span over\n"
      "two lines`\n");
  EXPECT_THAT(page.anchors, ElementsAre("in-c-too", "what-nodes-run"));
  EXPECT_THAT(page.links, ElementsAre("a.md#b", "http://x/"));
  EXPECT_THAT(page.code,
              ElementsAre("indented code", "a span", "span over\ntwo lines"));
}

TEST(ReadMarkdown, TakesOfABlockWhatIsTyped) {
  const MarkdownPage page = ReadMarkdown(
      "```console\n"
      "$ minidcos list \\\n"
      "    -l\n"
      "# no heading, [no link](x)\n"
      "```\n"
      "  ```\n"
      "  without prompts\n"
      "  ```\n");
  EXPECT_THAT(page.code, ElementsAre("minidcos list  -l", "without prompts"));
  EXPECT_THAT(page.links, IsEmpty());
  EXPECT_THAT(page.anchors, IsEmpty());
}

std::vector<std::string> Calls(const std::string& code) {
  std::vector<std::string> lines;
  for (const ToolCall& call : ToolCalls(code)) {
    std::string line = call.tool;
    for (const std::string& word : call.words) line += " " + word;
    lines.push_back(line);
  }
  return lines;
}

TEST(ToolCalls, FindsTheCallsOfALine) {
  EXPECT_THAT(Calls("minidcos list -l"), ElementsAre("list -l"));
  EXPECT_THAT(Calls("minidcos docker run -te pytest"),
              ElementsAre("run -te pytest"));
  EXPECT_THAT(Calls("man minidcos-create"), ElementsAre("create"));
  EXPECT_THAT(Calls("eval \"$(minidcos inspect -c x --env)\" --not-ours"),
              ElementsAre("inspect -c x --env"));
  EXPECT_THAT(Calls("minidcos list | grep -v x | minidcos destroy -"),
              ElementsAre("list", "destroy -"));
  EXPECT_THAT(Calls("'minidcos list'; echo $?"), ElementsAre("list"));
  EXPECT_THAT(Calls("minidcos TOOL --help"), IsEmpty());
  EXPECT_THAT(Calls("docker ps -a"), IsEmpty());
}

}  // namespace
}  // namespace minidcos
