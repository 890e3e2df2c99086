#include "common/dcos/config/user_config.h"

#include <sys/stat.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/dcos/installer/installer.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"
#include "yaml-cpp/yaml.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class UserConfigTest : public testing::Test {
 protected:
  UserConfigTest()
      : files_(*ScopedFolder::Make(testing::TempDir(), "user-config-")),
        genconf_(files_.path() + "/genconf") {
    EXPECT_THAT(MakeFolder(genconf_, 0755), IsOk());
  }

  // The path of a file.
  std::string Write(absl::string_view name, absl::string_view content) {
    const std::string path = absl::StrCat(files_.path(), "/", name);
    EXPECT_THAT(WriteFile(path, content, 0644), IsOk());
    return path;
  }

  absl::Status Read() {
    return ReadUserConfig(options_, variant_, progress_).status();
  }

  // config.yaml of a cluster of one master.
  YAML::Node Config() {
    const auto user = ReadUserConfig(options_, variant_, progress_);
    EXPECT_THAT(user, IsOk());
    EXPECT_THAT(WriteGenconfFolder(
                    Context(), *user,
                    {FakeNode(NodeRole::kMaster, 0, "172.17.0.2", nullptr)},
                    "/serve", genconf_),
                IsOk());
    return YAML::LoadFile(genconf_ + "/config.yaml");
  }

  mode_t Mode(absl::string_view name) {
    struct stat status = {};
    EXPECT_EQ(stat(absl::StrCat(genconf_, "/", name).c_str(), &status), 0);
    return status.st_mode & 07777;
  }

  const ScopedFolder files_;
  const std::string genconf_;
  ConfigOptions options_;
  DcosVariant variant_ = DcosVariant::kOpen;
  RecordingProgress progress_;
};

TEST_F(UserConfigTest, IsTheDefaultsWhenTheUserSaysNothing) {
  const YAML::Node config = Config();

  EXPECT_EQ(config.size(), 12);
  EXPECT_EQ(config["cluster_name"].Scalar(), "DCOS");
  EXPECT_EQ(config["master_list"].as<std::vector<std::string>>(),
            std::vector<std::string>{"172.17.0.2"});
  EXPECT_EQ(Mode("config.yaml"), 0600);
  EXPECT_EQ(Mode("ip-detect"), 0755);
  EXPECT_THAT(ReadFile(genconf_ + "/ip-detect"),
              IsOkAndHolds(StartsWith("#!/bin/sh\n")));
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

TEST_F(UserConfigTest, HasTheUsersKeysInPlaceOfTheDefaults) {
  options_.extra_config =
      Write("extra.yaml", "cluster_name: mine\ncheck_time: 'true'\n");
  options_.resolvers = {"10.0.0.53:5353"};

  const YAML::Node config = Config();

  EXPECT_EQ(config["cluster_name"].Scalar(), "mine");
  EXPECT_EQ(config["check_time"].Scalar(), "true");
  EXPECT_EQ(config["resolvers"].as<std::vector<std::string>>(),
            std::vector<std::string>{"10.0.0.53:5353"});
}

TEST_F(UserConfigTest, TellsEnterpriseOfItsSuperuserAndLicense) {
  variant_ = DcosVariant::kEnterprise;
  options_.superuser = {.username = "root", .password = "s3cret"};
  options_.license_key = Write("license", "line 1\nline: 2\n");

  const YAML::Node config = Config();

  EXPECT_EQ(config["superuser_username"].Scalar(), "root");
  EXPECT_THAT(config["superuser_password_hash"].Scalar(),
              StartsWith("$6$rounds="));
  EXPECT_EQ(config["fault_domain_enabled"].Scalar(), "false");
  EXPECT_EQ(config["license_key_contents"].Scalar(), "line 1\nline: 2\n");
  EXPECT_FALSE(config["security"].IsDefined());
}

TEST_F(UserConfigTest, LetsTheExtraConfigWinOverEnterpriseDefaults) {
  variant_ = DcosVariant::kEnterprise;
  options_.extra_config =
      Write("extra.yaml", "superuser_username: me\nsecurity: permissive\n");

  EXPECT_EQ(Config()["superuser_username"].Scalar(), "me");
  EXPECT_EQ(Config()["security"].Scalar(), "permissive");
}

TEST_F(UserConfigTest, LetsTheSecurityModeWinOverTheExtraConfig) {
  variant_ = DcosVariant::kEnterprise;
  options_.extra_config = Write("extra.yaml", "security: permissive\n");
  options_.security_mode = "strict";

  EXPECT_EQ(Config()["security"].Scalar(), "strict");
}

TEST_F(UserConfigTest, LeavesOutWhatOpenDcosDoesNotKnowAndSaysSo) {
  options_.security_mode = "strict";
  options_.license_key = "/none/license";

  EXPECT_EQ(Config().size(), 12);
  EXPECT_THAT(progress_.lines(),
              ElementsAre("note open DC/OS takes no security mode and no "
                          "license: left out"));
}

TEST_F(UserConfigTest, RefusesWhatIsNoSecurityMode) {
  options_.security_mode = "lax";
  EXPECT_THAT(Read(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'lax'")));
}

TEST_F(UserConfigTest, RefusesALicenseThatIsNone) {
  variant_ = DcosVariant::kEnterprise;
  options_.license_key = "/none/license";
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kNotFound,
                               HasSubstr("license: opening '/none/license'")));
  for (const char* content : {"", "\xff"}) {
    options_.license_key = Write("license", content);
    EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kInvalidArgument,
                                 HasSubstr(options_.license_key)));
  }
}

TEST_F(UserConfigTest, RefusesBadValuesOfTheOthers) {
  options_.resolvers = {"198.51.100.1"};
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kInvalidArgument,
                               HasSubstr("'198.51.100.1'")));
  options_.resolvers.clear();
  options_.genconf_dir = "/none/genconf";
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kNotFound,
                               HasSubstr("'/none/genconf'")));
  options_.genconf_dir.clear();
  options_.ip_detect = "/none/ip-detect";
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kNotFound,
                               HasSubstr("'/none/ip-detect'")));
  options_.ip_detect = Write("ip-detect", "");
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kInvalidArgument,
                               HasSubstr(options_.ip_detect)));
  options_.ip_detect.clear();
  options_.extra_config = "/none/extra";
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kNotFound,
                               HasSubstr("'/none/extra'")));
}

TEST_F(UserConfigTest, TakesTheIpDetectThatIsNamedBeforeTheOneInTheFolder) {
  const std::string given = files_.path() + "/given";
  ASSERT_THAT(MakeFolder(given, 0755), IsOk());
  Write("given/ip-detect", "of the folder");
  Write("given/license.txt", "license");
  options_.genconf_dir = given;
  Config();
  EXPECT_THAT(ReadFile(genconf_ + "/ip-detect"), IsOkAndHolds("of the folder"));
  EXPECT_THAT(ReadFile(genconf_ + "/license.txt"), IsOkAndHolds("license"));

  options_.ip_detect = Write("my-detect", "named");
  Config();
  EXPECT_THAT(ReadFile(genconf_ + "/ip-detect"), IsOkAndHolds("named"));
}

TEST_F(UserConfigTest, LeavesNothingOfAnEarlierFolderButServe) {
  Write("genconf/license.txt", "of another time");
  ASSERT_THAT(MakeFolder(genconf_ + "/state", 0755), IsOk());
  ASSERT_THAT(MakeFolder(genconf_ + "/serve", 0755), IsOk());
  Write("genconf/serve/dcos_install.sh", "#");

  Config();

  EXPECT_THAT(ReadFile(genconf_ + "/license.txt"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ReadFile(genconf_ + "/serve/dcos_install.sh"), IsOkAndHolds("#"));
}

}  // namespace
}  // namespace minidcos
