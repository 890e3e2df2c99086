#include "tools/web/browser.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kUrl[] = "http://172.17.0.2";

Context Limit() { return Context().WithTimeout(absl::Seconds(30)); }

// The first of the commands where $BROWSER is `browser`.
std::vector<std::string> FirstCommand(const std::string& browser) {
  return BrowserCommands(browser, kUrl).front();
}

TEST(BrowserCommands, TriesThoseOfTheUserFirst) {
  EXPECT_THAT(
      BrowserCommands("firefox:lynx", kUrl),
      ElementsAre(ElementsAre("firefox", kUrl), ElementsAre("lynx", kUrl),
                  ElementsAre("xdg-open", kUrl), ElementsAre("open", kUrl)));
  for (const char* none : {"", ":", " : "}) {
    EXPECT_THAT(
        BrowserCommands(none, kUrl),
        ElementsAre(ElementsAre("xdg-open", kUrl), ElementsAre("open", kUrl)));
  }
}

TEST(BrowserCommands, PutsTheUrlWhereItIsAskedFor) {
  EXPECT_THAT(FirstCommand("b --new-tab"), ElementsAre("b", "--new-tab", kUrl));
  EXPECT_THAT(FirstCommand("b -u %s -x"), ElementsAre("b", "-u", kUrl, "-x"));
  EXPECT_THAT(FirstCommand("b --url=%s"),
              ElementsAre("b", absl::StrCat("--url=", kUrl)));
  EXPECT_THAT(FirstCommand("b 100%% a%cb"),
              ElementsAre("b", "100%", "a:b", kUrl));
  EXPECT_THAT(FirstCommand("b %%s"), ElementsAre("b", "%s", kUrl));
}

TEST(BrowserCommands, KnowsNoShell) {
  EXPECT_THAT(FirstCommand("b;reboot $(x) 'a"),
              ElementsAre("b;reboot", "$(x)", "'a", kUrl));
}

class StartBrowserTest : public ::testing::Test {
 protected:
  std::string PathOf(const std::string& name) const {
    return absl::StrCat(folder_.path(), "/", name);
  }

  // A program of these shell lines.
  std::vector<std::string> Program(const std::string& lines) const {
    EXPECT_THAT(
        WriteFile(PathOf("b"), absl::StrCat("#!/bin/sh\n", lines), 0700),
        IsOk());
    return {PathOf("b"), kUrl};
  }

  // The content of a file, once it is there.
  std::string WaitForFile(const std::string& name) const {
    const Context limit = Limit();
    absl::StatusOr<std::string> content;
    do {
      content = ReadFile(PathOf(name));
    } while (!content.ok() && limit.WaitFor(absl::Milliseconds(5)).ok());
    EXPECT_THAT(content, IsOk());
    return content.value_or("");
  }

 private:
  const ScopedFolder folder_ =
      *ScopedFolder::Make(TemporaryDirectory(), "browser-");
};

TEST_F(StartBrowserTest, GivesItTheUrlAndNoneOfOurStreams) {
  const auto command = Program(
      "cd ${0%/*}\n"
      "streams=$(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2)\n"
      "echo \"$1\" $streams >new && mv new told\n");
  EXPECT_THAT(StartBrowser(Limit(), {command}), IsOk());
  EXPECT_EQ(WaitForFile("told"),
            absl::StrCat(kUrl, " /dev/null /dev/null /dev/null\n"));
}

TEST_F(StartBrowserTest, LeavesItRunningInASessionOfItsOwn) {
  const auto command = Program(
      "cd ${0%/*}\n"
      "read -r pid name state parent group session rest </proc/$$/stat\n"
      "echo $pid $session >new && mv new told\n"
      "until test -e go; do sleep 0.01; done\n"
      "echo on >new && mv new went-on\n");
  EXPECT_THAT(StartBrowser(Limit(), {command}), IsOk());
  const std::string told = WaitForFile("told");
  const std::string pid = told.substr(0, told.find(' '));
  EXPECT_EQ(told, absl::StrCat(pid, " ", pid, "\n"));
  ASSERT_THAT(WriteFile(PathOf("go"), "", 0600), IsOk());
  EXPECT_EQ(WaitForFile("went-on"), "on\n");
}

TEST_F(StartBrowserTest, TriesTheNextIfOneIsMissingOrFails) {
  const auto works = Program("cd ${0%/*}; echo \"$1\" >new && mv new told\n");
  EXPECT_THAT(
      StartBrowser(Limit(),
                   {{PathOf("missing"), kUrl}, {"/bin/false", kUrl}, works}),
      IsOk());
  EXPECT_EQ(WaitForFile("told"), absl::StrCat(kUrl, "\n"));
}

TEST_F(StartBrowserTest, SaysWhyThereIsNone) {
  EXPECT_THAT(
      StartBrowser(Limit(), {{PathOf("missing"), kUrl}, {"/bin/false", kUrl}}),
      StatusIs(absl::StatusCode::kNotFound,
               AllOf(HasSubstr("missing: No such file or directory"),
                     HasSubstr("/bin/false: it failed"))));
}

}  // namespace
}  // namespace minidcos
