#include "testing/sample_dcos/node/check_runner.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kConfig[] = R"({"node_checks": {"checks": {
  "good": {"description": "Good", "cmd": ["sh", "-c", "echo fine"],
           "timeout": "30s"},
  "warns": {"cmd": ["sh", "-c", "echo hm; exit 1"], "timeout": "30s",
            "roles": ["agent"]},
  "strange": {"cmd": ["sh", "-c", "exit 77"], "timeout": "30s",
              "roles": ["master"]},
  "slow": {"cmd": ["sh", "-c", "exec tail -f /dev/null"],
           "timeout": "10ms", "roles": ["nobody"]},
  "absent": {"cmd": ["/no/such/program"], "timeout": "5s", "roles": ["other"]}},
  "prestart": [],
  "poststart": ["good", "warns", "strange", "slow", "absent"]}})";

class CheckRunner : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(WriteFile(config(), kConfig, 0644), IsOk());
  }
  std::string config() const { return folder_->path() + "/config.json"; }

  int Run(std::vector<std::string> arguments) {
    out_.str("");
    arguments.insert(arguments.end(), {"--check-config", config()});
    return RunChecks(arguments, out_, err_);
  }
  CheckResults::Result ResultOf(const std::string& name) {
    const auto results = FromJson<CheckResults>(out_.str());
    EXPECT_THAT(results, IsOk());
    EXPECT_EQ(results->checks().count(name), 1) << out_.str();
    return results->checks().at(name);
  }

  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "checks-");
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(CheckRunner, ExitsWithTheHighestStatusOfTheRolesChecks) {
  EXPECT_EQ(Run({"check", "node-poststart", "--role", "agent"}), 1);
  EXPECT_EQ(ResultOf("good").status(), 0);
  EXPECT_EQ(ResultOf("good").output(), "fine\n");
  EXPECT_EQ(ResultOf("warns").status(), 1);
  EXPECT_THAT(out_.str(), AllOf(StartsWith("{\n  \"status\": 1,\n"),
                                Not(HasSubstr("strange"))));
}

TEST_F(CheckRunner, TakesAStrangeExitCodeOrATimeoutForUnknown) {
  EXPECT_EQ(Run({"check", "node-poststart", "--role", "master"}), 3);
  EXPECT_EQ(ResultOf("strange").status(), 3);
  EXPECT_EQ(Run({"check", "node-poststart", "slow", "--role", "nobody"}), 3);
  EXPECT_THAT(ResultOf("slow").output(), HasSubstr("timed out"));
}

TEST_F(CheckRunner, RunsOnlyWhatIsNamed) {
  EXPECT_EQ(Run({"check", "node-poststart", "good", "--role", "agent"}), 0);
  EXPECT_THAT(out_.str(), Not(HasSubstr("warns")));
}

TEST_F(CheckRunner, ExitsWithZeroWhereACheckCannotBeRunOrFound) {
  EXPECT_EQ(Run({"check", "node-poststart", "--role", "other"}), 0);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("\"error\""), HasSubstr("absent: ")));
  EXPECT_EQ(Run({"check", "node-poststart", "cluster"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("cluster: check not found"));
}

TEST_F(CheckRunner, HasNoClusterChecks) {
  EXPECT_EQ(Run({"check", "cluster"}), 0);
  EXPECT_EQ(out_.str(), "{\n  \"status\": 0,\n  \"checks\": {}\n}\n");
}

TEST_F(CheckRunner, ListsWithoutRunning) {
  EXPECT_EQ(Run({"check", "node-poststart", "--list", "--role", "any"}), 0);
  EXPECT_EQ(out_.str(),
            "{\n  \"good\": {\n    \"description\": \"Good\",\n"
            "    \"cmd\": [\n      \"sh\",\n      \"-c\",\n"
            "      \"echo fine\"\n    ],\n    \"timeout\": \"30s\"\n  }\n}\n");
}

TEST_F(CheckRunner, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(Run({"check", "nonsense"}), 1);
  EXPECT_EQ(Run({"check", "cluster", "--nonsense"}), 1);
  EXPECT_EQ(
      RunChecks({"check", "cluster", "--check-config", "/no/file"}, out_, err_),
      1);
  EXPECT_EQ(Run({}), 0);
  EXPECT_THAT(out_.str(), StartsWith("Usage: "));
}

}  // namespace
}  // namespace minidcos::sample
