#include "testing/sample_dcos/genconf/command_line.h"

#include <sys/stat.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/base/tar.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/base/password.h"
#include "testing/sample_dcos/genconf/enterprise.h"
#include "testing/sample_dcos/genconf/resolve.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

constexpr char kIpDetect[] = "#!/bin/sh\n# \xff any bytes\necho 10.0.0.1\n";

std::string Config(const std::string& masters) {
  return absl::StrCat(
      "bootstrap_url: \"file:///it's here\"\ncluster_name: DCOS\n"
      "check_time: 'false'\nexhibitor_storage_backend: static\n"
      "master_discovery: static\nmaster_list: ",
      masters, "\n");
}

// The installer in a folder like its image's.
class Installer : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* folder :
         {"genconf", "artifacts/bootstrap", "artifacts/packages/mesos"}) {
      std::filesystem::create_directories(Path(folder));
    }
    Write("artifacts/bootstrap/b007.bootstrap.tar.xz", "bootstrap");
    Write("artifacts/bootstrap/b007.active.json", "[]");
    Write("artifacts/packages/mesos/mesos--1.tar.xz", "mesos");
    Write("genconf/ip-detect", kIpDetect);
  }

  std::string Path(const std::string& path) const {
    return absl::StrCat(folder_->path(), "/", path);
  }
  void Write(const std::string& path, const std::string& content) {
    ASSERT_THAT(WriteFile(Path(path), content, 0644), IsOk());
  }
  std::string Read(const std::string& path) {
    return ReadFile(Path(path)).value_or("no such file");
  }
  int Run(const std::vector<std::string>& arguments) {
    out_.str("");
    err_.str("");
    return RunInstaller(arguments, folder_->path(), release_,
                        {.in = in_, .out = out_, .err = err_});
  }

  Release release_ = {.version = "2.1.0-sample",
                      .image_commit = "c0ffee",
                      .bootstrap_id = "b007",
                      .variant = "",
                      .package_ids = {"mesos--1"}};
  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "installer-");
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

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

TEST_F(Installer, PrintsItsVersionAsJson) {
  EXPECT_EQ(Run({"--version"}), 0);
  EXPECT_EQ(
      out_.str(),
      "{\n    \"variant\": \"\",\n    \"version\": \"2.1.0-sample\"\n}\n");
  EXPECT_EQ(err_.str(), "");
}

TEST_F(Installer, RefusesUnknownFlagsAndTwoActions) {
  EXPECT_EQ(Run({"--nonsense"}), 2);
  EXPECT_THAT(err_.str(),
              AllOf(StartsWith("usage: "),
                    HasSubstr("unrecognized arguments: --nonsense")));
  EXPECT_EQ(Run({"--version", "--genconf"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("not allowed with argument --version"));
  EXPECT_EQ(out_.str(), "");
}

TEST_F(Installer, TakesAValueWhereOneMayBe) {
  EXPECT_EQ(Run({"--genconf", "x"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("unrecognized arguments: x"));
  EXPECT_EQ(Run({"--hash-password", "x", "--web"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("not allowed with argument --hash-pass"));
  EXPECT_EQ(Run({"-p", "9000", "--version"}), 0);
}

TEST_F(Installer, HashesAPassword) {
  EXPECT_EQ(Run({"--hash-password", "secret"}), 0);
  EXPECT_THAT(out_.str(), StartsWith("$6$rounds=656000$"));
  EXPECT_THAT(err_.str(), HasSubstr("HASHING PASSWORD TO SHA512"));
  const std::string hash = out_.str().substr(0, out_.str().size() - 1);
  EXPECT_TRUE(IsHashOf(hash, "secret"));
}

TEST_F(Installer, AsksForAPasswordUntilThereIsOne) {
  in_.str("\nsecret\n");
  EXPECT_EQ(Run({"--hash-password"}), 0);
  EXPECT_THAT(out_.str(), StartsWith("Password: Password: $6$"));
  EXPECT_THAT(err_.str(), HasSubstr("Must provide a non-empty password"));
  EXPECT_EQ(Run({"--hash-password"}), 1);
}

TEST_F(Installer, SaysWhatItCannotDo) {
  EXPECT_EQ(Run({"--web"}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("has been removed"));
  EXPECT_EQ(Run({"--aws-cloudformation"}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("AWS"));
}

TEST_F(Installer, HelpsOnStdout) {
  EXPECT_EQ(Run({"-h"}), 0);
  EXPECT_THAT(out_.str(), StartsWith("usage: "));
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
