#include "common/dcos/installer/find_installer.h"

#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/sha256.h"
#include "common/base/tar.h"
#include "common/cluster/operation.h"
#include "common/dcos/installer/installer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/http_server/http_server.h"
#include "testing/http_server/served_file.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr absl::string_view kOpenLine = "# variant: None\n";
constexpr absl::string_view kEnterpriseLine = "# variant: ee\n";

// With no docker command, unless a test makes one.
class FindInstallerTest : public testing::Test {
 protected:
  FindInstallerTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "find-")) {
    setenv("PATH", folder_.path().c_str(), 1);
    setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1);
  }

  absl::StatusOr<Installer> Find(const InstallerOptions& options) {
    return FindInstaller({Context(), Context(), engine_.client(), NoProgress()},
                         options);
  }

  static std::string Content(absl::string_view head) {
    TarWriter tar;
    tar.AddFile("dcos-genconf.1-2.tar", "image", 0644);
    return absl::StrCat("#!/bin/bash\n", head, "exit 0\n#EOF#\n",
                        *tar.Finish());
  }

  // The path of one whose head has `lines`.
  std::string Write(absl::string_view lines) {
    const std::string path = folder_.path() + "/installer.sh";
    EXPECT_THAT(WriteFile(path, Content(lines), 0644), IsOk());
    return path;
  }

  const ScopedFolder folder_;
  FakeEngine engine_;
};

TEST_F(FindInstallerTest, KnowsTheVariantByTheSecondLine) {
  const auto open = Find({.source = Write(kOpenLine)});
  ASSERT_THAT(open, IsOk());
  EXPECT_EQ(open->variant(), DcosVariant::kOpen);
  const auto enterprise = Find({.source = Write(kEnterpriseLine),
                                .variant = VariantChoice::kEnterprise});
  ASSERT_THAT(enterprise, IsOk());
  EXPECT_EQ(enterprise->variant(), DcosVariant::kEnterprise);
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

TEST_F(FindInstallerTest, RefusesTheOtherVariant) {
  EXPECT_THAT(
      Find({.source = Write(kOpenLine), .variant = VariantChoice::kEnterprise}),
      StatusIs(absl::StatusCode::kInvalidArgument,
               absl::StrCat("the installer '", folder_.path(),
                            "/installer.sh' is of open DC/OS (oss), "
                            "not of DC/OS Enterprise (enterprise)")));
  EXPECT_THAT(
      Find({.source = Write(kEnterpriseLine), .variant = VariantChoice::kOpen}),
      StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(FindInstallerTest, BelievesTheUserWhereTheInstallerIsSilent) {
  const auto installer =
      Find({.source = Write(""), .variant = VariantChoice::kEnterprise});
  ASSERT_THAT(installer, IsOk());
  EXPECT_EQ(installer->variant(), DcosVariant::kEnterprise);
}

TEST_F(FindInstallerTest, AsksTheInstallerElse) {
  EXPECT_THAT(Find({.source = Write("")}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("give --variant oss")));
  setenv("PATH", absl::StrCat(folder_.path(), ":/usr/bin:/bin").c_str(), 1);
  ASSERT_THAT(WriteFile(folder_.path() + "/docker", "#!/bin/sh\n", 0755),
              IsOk());
  const auto installer =
      Find({.source = Write("echo '{\"variant\": \"ee\"}'\n")});
  ASSERT_THAT(installer, IsOk());
  EXPECT_EQ(installer->variant(), DcosVariant::kEnterprise);
}

TEST_F(FindInstallerTest, ChecksTheChecksumOfAFile) {
  const std::string hash = HexSha256(Content(kOpenLine));
  EXPECT_THAT(Find({.source = Write(kOpenLine), .checksum = "sha256:" + hash}),
              IsOk());
  EXPECT_THAT(
      Find({.source = Write(kEnterpriseLine), .checksum = "sha256:" + hash}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(hash)));
}

TEST_F(FindInstallerTest, FetchesAndChecksAUrl) {
  ServedFile file(Content(kOpenLine));
  const auto server = *HttpServer::ListenTcp("127.0.0.1", 0, file.Handler());
  const std::string url = absl::StrCat("HTTP://127.0.0.1:", server->port());
  const auto installer = Find(
      {.source = url, .checksum = "sha256:" + HexSha256(Content(kOpenLine))});
  ASSERT_THAT(installer, IsOk());
  EXPECT_EQ(installer->name(), url);
  EXPECT_THAT(Find({.source = url, .checksum = "sha256:x"}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(FindInstallerTest, RefusesWhatItCannotFetch) {
  EXPECT_THAT(Find({.source = "ftp://me:secret@host/f"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("'ftp://[redacted]@host/f'"),
                             HasSubstr("http or https URL"))));
  EXPECT_THAT(Find({.source = "/nonexistent/f"}),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace minidcos
