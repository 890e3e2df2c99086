#include "testing/sample_dcos/genconf/genconf.h"

#include <sys/stat.h>
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/subprocess.h"
#include "common/base/tar.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/genconf/enterprise.h"
#include "testing/sample_dcos/genconf/installer_fixture.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

// The entries of the only package of that name in serve/.
std::vector<TarEntry> ReadPackage(const std::string& folder) {
  std::vector<TarEntry> entries;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const auto tar = RunSubprocess(Context(), {"xz", "-dc", file.path()});
    EXPECT_THAT(tar, IsOk());
    const auto read = ReadTar(tar->stdout_text);
    EXPECT_THAT(read, IsOk());
    entries.insert(entries.end(), read->begin(), read->end());
  }
  return entries;
}

auto Entry(const std::string& path, mode_t mode, const std::string& content) {
  return AllOf(Field("path", &TarEntry::path, path),
               Field("mode", &TarEntry::mode, mode),
               Field("content", &TarEntry::content, HasSubstr(content)));
}

TEST_F(Installer, GeneratesTheServeFolder) {
  Write("genconf/config.yaml", Config("[10.0.0.1]"));
  ASSERT_EQ(Run({"-v"}), 0) << err_.str();
  EXPECT_EQ(out_.str(), "Generating Bash configuration files for DC/OS\n");
  EXPECT_THAT(err_.str(), AllOf(HasSubstr("Logger set to DEBUG"),
                                HasSubstr("====> EXECUTING CONFIGURATION")));
  EXPECT_EQ(Read("genconf/serve/bootstrap.latest"), "b007");
  EXPECT_EQ(Read("genconf/serve/bootstrap/b007.bootstrap.tar.xz"), "bootstrap");
  EXPECT_EQ(Read("genconf/serve/bootstrap/b007.active.json"), "[]");
  EXPECT_EQ(Read("genconf/serve/packages/mesos/mesos--1.tar.xz"), "mesos");
  const auto ids = ParseJsonStrings(
      Read(absl::StrCat("genconf/serve/package_lists/",
                        Read("genconf/serve/cluster-package-list.latest"),
                        ".package_list.json")));
  EXPECT_THAT(ids, IsOkAndHolds(ElementsAre(
                       "mesos--1", StartsWith("dcos-config--setup_"),
                       StartsWith("dcos-metadata--setup_"))));
  EXPECT_EQ(Read("genconf/serve/cluster-package-info.json"),
            Read("genconf/cluster_packages.json"));
  EXPECT_THAT(Read("genconf/cluster_packages.json"),
              HasSubstr("\"filename\": \"packages/mesos/mesos--1.tar.xz\""));
}

TEST_F(Installer, PacksTheConfigurationForTheNodes) {
  Write("genconf/config.yaml", Config("[10.0.0.1, 10.0.0.2, 10.0.0.3]"));
  ASSERT_EQ(Run({"--genconf"}), 0) << err_.str();
  const auto config = ReadPackage(Path("genconf/serve/packages/dcos-config"));
  EXPECT_THAT(config, Contains(Entry("bin/detect_ip", 0755, kIpDetect)));
  EXPECT_THAT(config, Contains(Entry("etc/expanded.config.full.json", 0600,
                                     R"("num_masters": "3")")));
  EXPECT_THAT(config, Contains(Entry("etc/user.config.yaml", 0644,
                                     R"(check_time: "false")")));
  EXPECT_THAT(config, Contains(Entry("etc/master_list", 0644, "10.0.0.3")));
  EXPECT_THAT(config, Contains(Entry("etc_master/master_count", 0644, "3\n")));
  EXPECT_THAT(config, Contains(Entry("etc/dcos-check-config.json", 0644,
                                     "mesos_master_replog_synchronized")));
  const auto metadata =
      ReadPackage(Path("genconf/serve/packages/dcos-metadata"));
  EXPECT_THAT(metadata,
              Contains(Entry("etc/dcos-version.json", 0644,
                             "{\n  \"version\": \"2.1.0-sample\",\n")));
}

TEST_F(Installer, ChecksTheClockOnlyIfAskedTo) {
  Write("genconf/config.yaml", Config("[10.0.0.1]"));
  ASSERT_EQ(Run({}), 0);
  EXPECT_THAT(
      ReadPackage(Path("genconf/serve/packages/dcos-config")),
      Not(Contains(Entry("etc/dcos-check-config.json", 0644, "clock_sync"))));
  Write("genconf/config.yaml", Config("[10.0.0.1]") + "check_time: true\n");
  ASSERT_EQ(Run({}), 0);
  EXPECT_THAT(
      ReadPackage(Path("genconf/serve/packages/dcos-config")),
      Contains(Entry("etc/dcos-check-config.json", 0644, "clock_sync")));
}

TEST_F(Installer, WritesAnInstallScriptThatQuotesWhatIsConfigured) {
  Write("genconf/config.yaml", Config("[10.0.0.1]"));
  ASSERT_EQ(Run({}), 0);
  const std::string script = Read("genconf/serve/dcos_install.sh");
  EXPECT_THAT(script, HasSubstr("BOOTSTRAP_URL='file:///it'\\''s here'\n"));
  EXPECT_THAT(script, Not(HasSubstr("{{ ")));
  struct stat status;
  ASSERT_EQ(stat(Path("genconf/serve/dcos_install.sh").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0644);
  const auto parsed = RunSubprocess(
      Context(), {"bash", "-n", Path("genconf/serve/dcos_install.sh")});
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(parsed->exit_code, 0) << parsed->stderr_text;
}

TEST_F(Installer, GeneratesAnUpgradeScriptAndSaysWhereOnTheLastLine) {
  Write("genconf/config.yaml", Config("[10.0.0.1]"));
  ASSERT_EQ(Run({"-v", "--generate-node-upgrade-script", "2.0.0-sample"}), 0)
      << err_.str();
  const std::string prefix = "Node upgrade script URL: file:///it's here";
  ASSERT_THAT(out_.str(), MatchesRegex(prefix + "/upgrade/[0-9a-f]{32}/"
                                                "dcos_node_upgrade.sh\n"));
  std::string path = out_.str().substr(prefix.size());
  path.pop_back();
  const std::string script = Read("genconf/serve" + path);
  EXPECT_THAT(script, HasSubstr("FROM=2.0.0-sample\nTO=2.1.0-sample\n"));
  EXPECT_THAT(script, HasSubstr("PACKAGES=(mesos--1 dcos-config--setup_"));
  EXPECT_THAT(script, Not(HasSubstr("{{ ")));
  EXPECT_EQ(Read("genconf/serve/bootstrap.latest"), "b007");
}

TEST_F(Installer, NeedsTheVersionToUpgradeFrom) {
  EXPECT_EQ(Run({"--generate-node-upgrade-script"}), 1);
  EXPECT_EQ(out_.str(),
            "Must provide the version of the cluster upgrading from\n");
}

TEST_F(Installer, GeneratesNoUpgradeFromABadConfiguration) {
  Write("genconf/config.yaml", Config("[10.0.0.1, 10.0.0.2]"));
  EXPECT_EQ(Run({"--generate-node-upgrade-script", "2.0.0-sample"}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("num_masters: "));
  EXPECT_EQ(out_.str(), "");
  EXPECT_FALSE(std::filesystem::exists(Path("genconf/serve")));
}

TEST_F(Installer, IsIdempotent) {
  Write("genconf/config.yaml", Config("[10.0.0.1]"));
  ASSERT_EQ(Run({}), 0);
  const std::string list = Read("genconf/serve/cluster-package-list.latest");
  ASSERT_EQ(Run({}), 0);
  EXPECT_EQ(Read("genconf/serve/cluster-package-list.latest"), list);
  Write("genconf/config.yaml", Config("[10.0.0.2]"));
  ASSERT_EQ(Run({}), 0);
  EXPECT_NE(Read("genconf/serve/cluster-package-list.latest"), list);
}

TEST_F(Installer, HidesTheSecretsOfTheEnterpriseVariant) {
  release_.variant = "ee";
  release_.resolve_more = &ResolveEnterprise;
  Write("genconf/config.yaml",
        Config("[10.0.0.1]") +
            "fault_domain_enabled: false\nlicense_key_contents: hunter2\n"
            "superuser_username: me\nsuperuser_password_hash: $6$hunter2\n");
  ASSERT_EQ(Run({}), 0) << err_.str();
  const auto config = ReadPackage(Path("genconf/serve/packages/dcos-config"));
  for (const TarEntry& file : config) {
    if (file.mode == 0600) continue;
    EXPECT_THAT(file.content, Not(HasSubstr("hunter2"))) << file.path;
  }
  EXPECT_THAT(config, Contains(Entry("etc/user.config.yaml", 0644,
                                     "license_key_contents: \"**HIDDEN**\"")));
  EXPECT_THAT(config, Contains(Entry("etc/expanded.config.full.json", 0600,
                                     R"("security": "permissive")")));
  EXPECT_THAT(config, Contains(Entry("etc/bootstrap-config.json", 0644,
                                     R"("ssl_enabled": true)")));
}

TEST_F(Installer, SaysWithoutAConfigurationWhereItShouldBe) {
  EXPECT_EQ(Run({}), 1);
  EXPECT_THAT(out_.str(),
              HasSubstr("No config file found at genconf/config.yaml."));
}

TEST_F(Installer, SaysOnStdoutThatItCannotLoadBrokenYaml) {
  Write("genconf/config.yaml", "a: [1\nb: }");
  EXPECT_EQ(Run({}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("Unable to load configuration file."));
}

TEST_F(Installer, SaysOnStderrWhichValueHasABadType) {
  Write("genconf/config.yaml", "cluster_name:\n");
  EXPECT_EQ(Run({}), 1);
  EXPECT_THAT(err_.str(),
              HasSubstr("Invalid type for value of cluster_name in config."));
}

TEST_F(Installer, ReportsValidationErrorsInColourAndWritesNothing) {
  Write("genconf/config.yaml", Config("[10.0.0.1, 10.0.0.2]") +
                                   "exhibitor_storage_backend: nonsense\n");
  EXPECT_EQ(Run({"--genconf"}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("\x1b[31;1mnum_masters: Must have 1, 3, 5, "
                                    "7, or 9 masters. Found 2\x1b[0m\n"));
  EXPECT_THAT(err_.str(), HasSubstr("exhibitor_storage_backend: Must be one"));
  EXPECT_EQ(out_.str(), "");
  EXPECT_FALSE(std::filesystem::exists(Path("genconf/serve")));
}

}  // namespace
}  // namespace minidcos::sample
