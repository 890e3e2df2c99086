#include "common/dcos/install/installer_tasks.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_join.h"
#include "common/base/progress.h"
#include "common/dcos/config/user_config.h"
#include "common/dcos/install/installer_site.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

// An installer that prints `output`.
class FakeSite : public InstallerSite {
 public:
  explicit FakeSite(std::string output) : output_(std::move(output)) {}
  std::string where() const override { return "nowhere"; }
  std::string serve() const override { return "/serve"; }
  absl::Status Prepare() override { return absl::OkStatus(); }
  absl::Status Configure(const UserConfig&) override {
    return absl::OkStatus();
  }
  absl::StatusOr<std::string> Run(const std::vector<std::string>& arguments,
                                  Progress::Step&) override {
    asked_ = absl::StrJoin(arguments, " ");
    return output_;
  }
  absl::Status Deliver() override { return absl::OkStatus(); }

  const std::string& asked() const { return asked_; }

 private:
  const std::string output_;
  std::string asked_;
};

absl::StatusOr<std::string> ScriptOf(const std::string& output) {
  RecordingProgress progress;
  const auto step = progress.Begin("x");
  FakeSite site(output);
  return GenerateUpgrade(site, "2.0.0", *step);
}

TEST(AskVersion, PassesOverWhatIsPrintedBefore) {
  FakeSite site(
      "dcos-genconf.0123-4567.tar\n{\n    \"variant\": \"\",\n"
      "    \"version\": \"2.1.0\"\n}\n");
  EXPECT_THAT(AskVersion(site, NoProgress()), IsOkAndHolds("2.1.0"));
  EXPECT_EQ(site.asked(), "--version");
}

TEST(AskVersion, TellsOfAnOutputWithoutOne) {
  for (const char* output : {"", "2.1.0", "{}", "{\"version\": 7"}) {
    FakeSite site(output);
    EXPECT_THAT(AskVersion(site, NoProgress()),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("tells no version")))
        << output;
  }
}

TEST(GenerateUpgrade, FindsTheScriptWhateverTheBootstrapUrl) {
  for (const char* url : {"file:///opt/dcos_install_tmp", "http://x/upgrade"}) {
    EXPECT_THAT(
        ScriptOf(std::string("Generating ...\nNode upgrade script URL: ") +
                 url + "/upgrade/0af3/dcos_node_upgrade.sh\n"),
        IsOkAndHolds("/upgrade/0af3/dcos_node_upgrade.sh"));
  }
}

TEST(GenerateUpgrade, TellsOfAnOutputWithoutOne) {
  for (const char* output :
       {"", "done\n", "URL: file:///x/upgrade/../dcos_node_upgrade.sh\n"}) {
    EXPECT_THAT(ScriptOf(output),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("tells no script")))
        << output;
  }
}

}  // namespace
}  // namespace minidcos
