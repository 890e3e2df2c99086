#include "common/node/ssh_login.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

SshLogin Login() {
  return {.address = "172.17.0.2",
          .key = "/tmp/a b/100%/id_rsa",
          .known_hosts = "/tmp/c d/hosts",
          .host_key_alias = "abc"};
}

// What ssh itself makes of `argv`.
std::string AsSshReadsIt(std::vector<std::string> argv) {
  argv.insert(argv.begin() + 1, "-G");
  const auto result = RunSubprocess(Context(), argv);
  EXPECT_THAT(result, IsOk());
  EXPECT_EQ(result->exit_code, 0) << result->stderr_text;
  return result->stdout_text;
}

TEST(SshArgv, IsReadBySshAsItIsMeant) {
  EXPECT_THAT(
      AsSshReadsIt(SshArgv(Login(), {"-o", "ControlMaster=no"})),
      AllOf(HasSubstr("\nhostname 172.17.0.2\n"), HasSubstr("\nuser root\n"),
            HasSubstr("\nidentityfile /tmp/a b/100%%/id_rsa\n"),
            HasSubstr("\nuserknownhostsfile /tmp/c d/hosts\n"),
            HasSubstr("\nstricthostkeychecking true\n"),
            HasSubstr("\nbatchmode yes\n"), HasSubstr("\nhostkeyalias abc\n")));
}

TEST(SshArgv, EndsWithTheAddress) {
  const std::vector<std::string> argv = SshArgv(Login(), {"-T"});
  EXPECT_EQ(argv.front(), "ssh");
  EXPECT_THAT(std::vector<std::string>(argv.end() - 3, argv.end()),
              ElementsAre("-T", "--", "172.17.0.2"));
}

TEST(SshConfigBlock, MakesEveryNameTheLogin) {
  const ScopedFolder folder = *ScopedFolder::Make("/tmp", "ssh-test-");
  const std::string file = folder.path() + "/config";
  const std::vector<std::string> names = {"master_0", "x.master_0"};
  ASSERT_THAT(WriteFile(file, SshConfigBlock(names, Login()), 0600), IsOk());
  for (const std::string& name : names) {
    EXPECT_THAT(AsSshReadsIt({"ssh", "-F", file, name}),
                AllOf(HasSubstr("\nhostname 172.17.0.2\n"),
                      HasSubstr("\nport 22\n"), HasSubstr("\nuser root\n"),
                      HasSubstr("\nidentityfile /tmp/a b/100%%/id_rsa\n")));
  }
}

}  // namespace
}  // namespace minidcos
