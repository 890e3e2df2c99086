// A cluster from an installer's URL.

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/sha256.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/http_server/http_server.h"
#include "testing/http_server/served_file.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The sample DC/OS, with a second line that does not tell its variant.
std::string SilentInstaller() {
  const auto content =
      ReadFile(RunfilePath("testing/sample_dcos/dcos_generate_config.sh"));
  EXPECT_THAT(content, IsOk());
  return absl::StrReplaceAll(*content, {{"\n# variant: None\n", "\n#\n"}});
}

class InstallerUrl : public E2eTest {
 protected:
  InstallerUrl()
      : cache_(*ScopedFolder::Make("/tmp", "minidcos-e2e-cache-")),
        server_(*HttpServer::ListenTcp("127.0.0.1", 0, file_.Handler())),
        url_(absl::StrCat("http://me:secret@127.0.0.1:", server_->port(),
                          "/dcos_generate_config.sh")) {
    setenv("XDG_CACHE_HOME", cache_.path().c_str(), 1);
  }

  ToolResult Create(const std::vector<std::string>& more) const {
    std::vector<std::string> words = {url_, "--agents=0", "--public-agents=0"};
    words.insert(words.end(), more.begin(), more.end());
    return Run("create", words);
  }

  const ScopedFolder cache_;
  ServedFile file_{SilentInstaller()};
  const std::unique_ptr<HttpServer> server_;
  const std::string url_;
};

TEST_F(InstallerUrl, IsDownloadedOnceAndAskedForItsVariant) {
  file_.CutNext(1000000);
  const ToolResult created = Create({});
  ASSERT_EQ(created.exit_code, 0) << created;
  EXPECT_EQ(created.out, id() + "\n");
  EXPECT_THAT(created.err, Not(HasSubstr("secret")));
  EXPECT_THAT(file_.answers(), ElementsAre("200", "206 from 999999"));
  EXPECT_EQ(Run("destroy", {}).exit_code, 0);

  // What is wrong with the second one is found once it has its installer.
  const ToolResult second = Create({"--variant=oss", "--extra-config=/none"});
  EXPECT_EQ(second.exit_code, 3) << second;
  EXPECT_THAT(second.err, HasSubstr("/none"));
  EXPECT_THAT(file_.answers(), ElementsAre("200", "206 from 999999", "304"));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(InstallerUrl, IsGoneOnWithAfterAnInterrupt) {
  constexpr size_t kFirst = 1000000;
  file_.StallNext(kFirst);
  const std::string part =
      absl::StrCat(cache_.path(), "/minidcos/installers/", HexSha256(url_),
                   "/dcos_generate_config.sh.part");
  const auto create = Start("create", {url_});
  const Context limit = Deadline();
  std::error_code error;
  while (std::filesystem::file_size(part, error) != kFirst) {
    ASSERT_THAT(limit.WaitFor(absl::Milliseconds(5)), IsOk());
  }
  create->SendSignal(SIGINT);
  EXPECT_EQ(create->Wait().signal_number, SIGINT);

  EXPECT_EQ(Create({"--variant=oss", "--extra-config=/none"}).exit_code, 3);
  EXPECT_THAT(file_.answers(), ElementsAre("200", "206 from 999999"));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(InstallerUrl, IsRefusedBeforeAnythingIsMade) {
  const ToolResult other = Create(
      {absl::StrCat("--installer-checksum=sha256:", std::string(64, '0'))});
  EXPECT_EQ(other.exit_code, 1) << other;
  EXPECT_THAT(other.err, HasSubstr("has the checksum sha256:"));

  file_.FailNext(404);
  const ToolResult missing = Create({});
  EXPECT_EQ(missing.exit_code, 3) << missing;
  EXPECT_THAT(missing.err, HasSubstr("cannot download installer from http://"));

  file_.Change("<html>here is nothing</html>");
  const ToolResult page = Create({});
  EXPECT_EQ(page.exit_code, 2) << page;
  EXPECT_THAT(page.err, HasSubstr("is no DC/OS installer: it is no script"));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(InstallerUrl, IsNotOfTheVariantThatIsWanted) {
  const ToolResult result =
      Run("create", {RunfilePath("testing/sample_dcos/dcos_generate_config.sh"),
                     "--variant=enterprise"});
  EXPECT_EQ(result.exit_code, 2) << result;
  EXPECT_THAT(result.err, HasSubstr("is of open DC/OS (oss)"));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
