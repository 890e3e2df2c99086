#include "common/dcos/installer/download_installer.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/sha256.h"
#include "common/base/tar.h"
#include "common/http/download_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_server.h"
#include "testing/http_server/served_file.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string Content() {
  TarWriter tar;
  tar.AddFile("dcos-genconf.1-2.tar", "image", 0644);
  return absl::StrCat("#!/bin/bash\n# variant: None\n#EOF#\n", *tar.Finish());
}

class DownloadInstallerTest : public testing::Test {
 protected:
  DownloadInstallerTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "download-")),
        server_(*HttpServer::ListenTcp("127.0.0.1", 0, file_.Handler())) {
    download_ = {.url = absl::StrCat(
                     "http://me:secret@127.0.0.1:", server_->port(), "/f.sh"),
                 .path = folder_.path() + "/f.sh"};
    shown_ =
        absl::StrCat("http://[redacted]@127.0.0.1:", server_->port(), "/f.sh");
    EXPECT_THAT(WriteFile(download_.path, "mine", 0600), IsOk());
  }

  absl::StatusOr<Download> Fetch() {
    const auto step = NoProgress().Begin("Downloading");
    return DownloadInstaller(Context().WithTimeout(absl::Seconds(60)),
                             download_, *step);
  }

  const ScopedFolder folder_;
  ServedFile file_{Content()};
  const std::unique_ptr<HttpServer> server_;
  InstallerDownload download_;
  std::string shown_;
};

TEST(IsInstallerUrl, IsHttpOrHttps) {
  EXPECT_TRUE(IsInstallerUrl("http://host"));
  EXPECT_TRUE(IsInstallerUrl("HTTPS://host/f"));
  EXPECT_FALSE(IsInstallerUrl("ftp://host/f"));
  EXPECT_FALSE(IsInstallerUrl("http:/f"));
  EXPECT_FALSE(IsInstallerUrl("./f"));
}

TEST_F(DownloadInstallerTest, TakesAnInstaller) {
  download_.sha256 = HexSha256(Content());
  EXPECT_THAT(Fetch(), IsOk());
  EXPECT_THAT(ReadFile(download_.path), IsOkAndHolds(Content()));
}

TEST_F(DownloadInstallerTest, LeavesWhatIsThereIfItIsNone) {
  file_.Change("<html>status 200, and nothing found</html>");
  EXPECT_THAT(Fetch(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       absl::StrCat("'", shown_,
                                    "' is no DC/OS installer: it is no "
                                    "script")));
  EXPECT_THAT(ReadFile(download_.path), IsOkAndHolds("mine"));
}

TEST_F(DownloadInstallerTest, LeavesWhatIsThereIfItIsAnother) {
  download_.sha256 = std::string(64, '0');
  EXPECT_THAT(Fetch(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr(shown_), HasSubstr(download_.sha256),
                             HasSubstr(HexSha256(Content())))));
  EXPECT_THAT(ReadFile(download_.path), IsOkAndHolds("mine"));
}

TEST_F(DownloadInstallerTest, TellsWhyItCannot) {
  file_.FailNext(404);
  EXPECT_THAT(Fetch(),
              StatusIs(absl::StatusCode::kNotFound,
                       absl::StrCat("cannot download installer from ", shown_,
                                    ": the server answers with HTTP status "
                                    "404")));
}

}  // namespace
}  // namespace minidcos
