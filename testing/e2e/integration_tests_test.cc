// DC/OS's integration tests on its nodes, run and edited from here.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/dcos/sync/fake_checkout.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

class IntegrationTests : public E2eTest {
 protected:
  // Runs `tool` with these flags in the test environment.
  ToolResult RunThere(const std::string& tool,
                      const std::vector<std::string>& words) const {
    std::vector<std::string> all = {"--test-env"};
    all.insert(all.end(), words.begin(), words.end());
    return Run(tool, all);
  }

  int Pytest(const std::string& node, const std::string& file) const {
    return RunThere("run", {"--node", node, "pytest", file}).exit_code;
  }

  // That commands get the environment, and no list of processes the password.
  void ExpectEnvironment(const std::string& transport) const {
    const std::string flag = absl::StrCat("--transport=", transport);
    const ToolResult words = RunThere(
        "exec", {flag, "--env=SLAVE_HOSTS=mine", "sh", "-c",
                 "echo \"$1,$PWD,$SLAVE_HOSTS,$DCOS_NUM_MASTERS\"; exit 7",
                 "sh", "a  $HOME; 'b'"});
    EXPECT_EQ(words.exit_code, 7) << words;
    EXPECT_EQ(words.out,
              "a  $HOME; 'b',/opt/mesosphere/active/dcos-integration-test,"
              "mine,3\n");
    const ToolResult hidden =
        RunThere("run", {flag, "--dcos-login-pw=s3cret",
                         "printenv DCOS_LOGIN_PW >/tmp/pw; cat /tmp/pw;",
                         "grep -alFf /tmp/pw /proc/[0-9]*/cmdline"});
    EXPECT_EQ(hidden.exit_code, 1) << hidden;
    EXPECT_EQ(hidden.out, "s3cret\n");
  }
};

TEST_F(IntegrationTests, RunAndChangeFromHere) {
  const ToolResult created =
      Run("create", {RunfilePath("testing/sample_dcos/dcos_generate_config.sh"),
                     "--masters=3", "--agents=1", "--public-agents=0",
                     "--wait-for-dcos", "--timeout=5m"});
  ASSERT_EQ(created.exit_code, 0) << created;
  const ToolResult passed = RunThere("run", {"pytest", "test_sample.py"});
  EXPECT_EQ(passed.exit_code, 0) << passed;
  EXPECT_EQ(Pytest("master_0", "test_nope.py"), 4);
  ExpectEnvironment("docker-exec");
  ExpectEnvironment("ssh");

  FakeCheckout checkout;
  const std::string test = FakeCheckout::Tests("test_mine.py");
  checkout.Write(test, "def test_it():\n    assert True\n");
  checkout.Write(FakeCheckout::Bootstrap("added.py"), "");
  const ToolResult synced = Run("sync", {checkout.path()});
  EXPECT_EQ(synced.exit_code, 0) << synced;
  EXPECT_EQ(synced.out, "");
  EXPECT_EQ(Pytest("master_0", "test_mine.py"), 0);
  EXPECT_EQ(Pytest("master_2", "test_mine.py"), 0);
  EXPECT_EQ(Pytest("master_0", "test_sample.py"), 4) << "it is gone";
  const ToolResult imported =
      RunThere("exec", {"python", "-c", "import dcos_internal_utils.added"});
  EXPECT_EQ(imported.exit_code, 0) << imported;

  checkout.Write(test, "def test_it():\n    assert 0==1\n");
  EXPECT_EQ(RunThere("run", {"--transport=ssh", "--sync-dir", checkout.path(),
                             "pytest", "test_mine.py"})
                .exit_code,
            1);
  checkout.Remove(test);
  EXPECT_EQ(Run("sync", {checkout.path(), "--transport=ssh"}).exit_code, 0);
  EXPECT_EQ(Pytest("master_1", "test_mine.py"), 4);
}

TEST_F(IntegrationTests, AreNotThereWithoutDcos) {
  const ToolResult made = Run("provision", {"--agents=0", "--public-agents=0"});
  ASSERT_EQ(made.exit_code, 0) << made;
  const ToolResult run = RunThere("run", {"pytest"});
  EXPECT_EQ(run.exit_code, 125) << run;
  EXPECT_THAT(run.err, HasSubstr("master_0: DC/OS is not installed"));
  const FakeCheckout checkout;
  const ToolResult synced = Run("sync", {checkout.path()});
  EXPECT_EQ(synced.exit_code, 1) << synced;
  EXPECT_THAT(synced.err, HasSubstr("variant of DC/OS"));
}

}  // namespace
}  // namespace minidcos
