#include "tools/dcos_flags.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/files.h"
#include "common/cli/flags.h"
#include "common/dcos/install/dcos_options.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

// What the flags of install mean.
absl::StatusOr<DcosOptions> Read(const std::vector<std::string>& words) {
  DcosFlagValues values;
  std::vector<FlagGroup> groups = InstallFlags(values);
  groups.push_back(WorkspaceFlags(values));
  RETURN_IF_ERROR(
      ParseFlags(groups, words, /*end_at_first_word=*/false).status());
  return ReadDcosFlags(values, "installer.sh");
}

TEST(ReadDcosFlags, TakesEveryFlagToItsOption) {
  const auto options = Read(
      {"--extra-config=e", "--genconf-dir=g", "--ip-detect=i", "--resolver=1",
       "--resolver=2", "--security-mode=strict", "--license-key=l",
       "--superuser-username=u", "--superuser-password=p", "--genconf-on=node",
       "--copy-to-master=a:/b", "--wait-for-dcos", "--skip-http-checks"});
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(options->installer.source, "installer.sh");
  EXPECT_EQ(options->config.extra_config, "e");
  EXPECT_EQ(options->config.genconf_dir, "g");
  EXPECT_EQ(options->config.ip_detect, "i");
  EXPECT_EQ(options->config.resolvers, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(options->config.security_mode, "strict");
  EXPECT_EQ(options->config.license_key, "l");
  EXPECT_EQ(options->config.superuser.username, "u");
  EXPECT_EQ(options->wait_options.superuser.password, "p");
  EXPECT_EQ(options->genconf_on, GenconfPlace::kNode);
  EXPECT_EQ(options->copy_to_master, std::vector<std::string>{"a:/b"});
  EXPECT_TRUE(options->wait);
  EXPECT_TRUE(options->wait_options.skip_http_checks);
}

TEST(ReadDcosFlags, TakesTheLicenseFromTheEnvironment) {
  ASSERT_EQ(setenv("DCOS_LICENSE_KEY_PATH", "/license", 1), 0);
  const auto options = Read({});
  unsetenv("DCOS_LICENSE_KEY_PATH");
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(options->config.license_key, "/license");
}

TEST(ReadDcosFlags, MakesTemporaryFilesInTheWorkspaceFolder) {
  const auto folder = ScopedFolder::Make(testing::TempDir(), "workspace-");
  ASSERT_THAT(folder, IsOk());
  EXPECT_THAT(Read({"--workspace-dir", folder->path()}), IsOk());
  EXPECT_EQ(TemporaryDirectory(), folder->path());
}

TEST(ReadDcosFlags, RefusesAWorkspaceFolderThatIsNone) {
  const std::string before = TemporaryDirectory();
  EXPECT_THAT(
      Read({"--workspace-dir=/none"}),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("folder '/none'")));
  EXPECT_THAT(Read({"--workspace-dir=/dev/null"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("folder '/dev/null'")));
  EXPECT_EQ(TemporaryDirectory(), before);
}

}  // namespace
}  // namespace minidcos
