#include "tools/download_installer/download_installer.h"

#include <csignal>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/sha256.h"
#include "common/base/tar.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_server.h"
#include "testing/http_server/served_file.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(DownloadUrl, IsOfAReleaseOrGiven) {
  EXPECT_THAT(DownloadUrl({}),
              IsOkAndHolds("https://downloads.dcos.io/dcos/stable/"
                           "dcos_generate_config.sh"));
  EXPECT_THAT(
      DownloadUrl({.version = "testing/pull/1", .base_url = "http://mirror/"}),
      IsOkAndHolds("http://mirror/testing/pull/1/"
                   "dcos_generate_config.sh"));
  EXPECT_THAT(DownloadUrl({.version = "http://host/mine.sh"}),
              IsOkAndHolds("http://host/mine.sh"));
}

TEST(DownloadUrl, RefusesOtherSchemes) {
  for (const DownloadOptions& options :
       {DownloadOptions{.version = "ftp://me:pw@host/f"},
        DownloadOptions{.base_url = "ftp://me:pw@host"},
        DownloadOptions{.base_url = "host"}}) {
    const auto url = DownloadUrl(options);
    EXPECT_THAT(url, StatusIs(absl::StatusCode::kInvalidArgument,
                              HasSubstr("expected one of http or https")));
    EXPECT_THAT(std::string(url.status().message()),
                testing::Not(HasSubstr("pw")));
  }
}

class DownloadTest : public testing::Test {
 protected:
  DownloadTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "download-")),
        server_(*HttpServer::ListenTcp("127.0.0.1", 0, file_.Handler())),
        base_url_(absl::StrCat("http://127.0.0.1:", server_->port())) {}

  static std::string Content() {
    TarWriter tar;
    tar.AddFile("dcos-genconf.1-2.tar", std::string(100000, 'x'), 0644);
    return absl::StrCat("#!/bin/bash\n# variant: None\n#EOF#\n", *tar.Finish());
  }

  absl::StatusOr<std::string> Download(const std::string& path,
                                       const std::string& checksum = "") {
    return DownloadToPath(
        Context().WithTimeout(absl::Seconds(60)),
        {.base_url = base_url_, .path = path, .checksum = checksum},
        NoProgress());
  }

  std::vector<std::string> Words(const std::string& path) const {
    return {"--base-url", base_url_, "--download-path", path};
  }

  const ScopedFolder folder_;
  ServedFile file_{Content()};
  const std::unique_ptr<HttpServer> server_;
  const std::string base_url_;
};

TEST_F(DownloadTest, MakesTheFoldersAboveIt) {
  const std::string path = folder_.path() + "/a/b/my.sh";
  EXPECT_THAT(Download(path), IsOkAndHolds(path));
  EXPECT_THAT(ReadFile(path), IsOkAndHolds(Content()));
}

TEST_F(DownloadTest, GivesAFolderTheUsualName) {
  const std::string path = folder_.path() + "/dcos_generate_config.sh";
  EXPECT_THAT(Download(folder_.path()), IsOkAndHolds(path));
  EXPECT_THAT(Download(folder_.path() + "/new/"),
              IsOkAndHolds(folder_.path() + "/new/dcos_generate_config.sh"));
  EXPECT_THAT(ReadFile(path), IsOkAndHolds(Content()));
}

TEST_F(DownloadTest, ReplacesAFileOnlyByAWholeInstaller) {
  const std::string path = folder_.path() + "/my.sh";
  ASSERT_THAT(WriteFile(path, "old", 0600), IsOk());
  file_.FailNext(500);
  EXPECT_THAT(Download(path), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(ReadFile(path), IsOkAndHolds("old"));
  EXPECT_THAT(Download(path), IsOk());
  EXPECT_THAT(ReadFile(path), IsOkAndHolds(Content()));
}

TEST_F(DownloadTest, DownloadsNothingThatIsThereByItsChecksum) {
  const std::string path = folder_.path() + "/my.sh";
  const std::string checksum = "sha256:" + HexSha256(Content());
  EXPECT_THAT(Download(path, checksum), IsOk());
  EXPECT_THAT(Download(path, checksum), IsOk());
  EXPECT_THAT(file_.answers(), ElementsAre("200"));
  EXPECT_THAT(Download(path, "sha256:" + HexSha256("other")),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(DownloadTest, TellsWhichFolderItCannotMake) {
  ASSERT_THAT(WriteFile(folder_.path() + "/file", "", 0600), IsOk());
  EXPECT_THAT(
      Download(folder_.path() + "/file/f"),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("/file'")));
}

TEST_F(DownloadTest, GoesOnAfterAnInterrupt) {
  const std::string path = folder_.path() + "/my.sh";
  file_.StallNext(70000);
  {
    RunningTool tool(ToolPath("download-installer"), Words(path));
    const Context limit = Context().WithTimeout(absl::Seconds(30));
    std::error_code error;
    while (std::filesystem::file_size(path + ".part", error) != 70000) {
      ASSERT_THAT(limit.WaitFor(absl::Milliseconds(1)), IsOk());
    }
    const ToolResult second =
        RunToEnd(ToolPath("download-installer"), Words(path));
    EXPECT_EQ(second.exit_code, 1) << second;
    EXPECT_THAT(second.err, HasSubstr("another process is downloading"));
    tool.SendSignal(SIGINT);
    EXPECT_EQ(tool.Wait().signal_number, SIGINT);
  }
  const ToolResult result =
      RunToEnd(ToolPath("download-installer"), Words(path));
  EXPECT_EQ(result.exit_code, 0) << result;
  EXPECT_EQ(result.out, path + "\n");
  EXPECT_THAT(ReadFile(path), IsOkAndHolds(Content()));
  EXPECT_THAT(file_.answers(), ElementsAre("200", "206 from 69999"));
}

TEST_F(DownloadTest, TellsWhatTheServerSays) {
  file_.FailNext(404);
  const ToolResult result = RunToEnd(ToolPath("download-installer"),
                                     Words(folder_.path() + "/my.sh"));
  EXPECT_EQ(result.exit_code, 3) << result;
  EXPECT_THAT(result.err,
              HasSubstr(absl::StrCat(
                  "error: cannot download installer from ", base_url_,
                  "/stable/dcos_generate_config.sh: the server answers with "
                  "HTTP status 404")));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

}  // namespace
}  // namespace minidcos
