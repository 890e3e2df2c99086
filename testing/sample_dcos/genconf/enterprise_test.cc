#include "testing/sample_dcos/genconf/enterprise.h"

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/genconf/config_file.h"
#include "testing/sample_dcos/genconf/resolve.h"

namespace minidcos::sample {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

// An installer of a version, with the files that it finds.
class EnterpriseTest : public testing::Test {
 protected:
  Resolution ResolveFor(const std::string& version) {
    const Release release = {.version = version,
                             .image_commit = "c0ffee",
                             .bootstrap_id = "b007",
                             .variant = "ee",
                             .package_ids = {},
                             .resolve_more = &ResolveEnterprise};
    return Resolve(
        config_, release,
        [this](const std::string& path) -> absl::StatusOr<std::string> {
          const auto file = files_.find(path);
          if (file == files_.end()) return absl::NotFoundError(path);
          return file->second;
        });
  }
  Resolution ResolveIt() { return ResolveFor("2.1.0-sample"); }

  Arguments config_ = {{"bootstrap_url", "file:///opt/dcos_install_tmp"},
                       {"cluster_name", "DCOS"},
                       {"exhibitor_storage_backend", "static"},
                       {"fault_domain_enabled", "false"},
                       {"license_key_contents", "a license"},
                       {"master_discovery", "static"},
                       {"master_list", R"(["10.0.0.1"])"},
                       {"superuser_password_hash", "$6$salt$hash"},
                       {"superuser_username", "bootstrapuser"}};
  std::map<std::string, std::string> files_ = {{"genconf/ip-detect", "#!"}};
};

TEST_F(EnterpriseTest, IsPermissiveByDefault) {
  const Resolution resolution = ResolveIt();
  EXPECT_THAT(resolution.errors, IsEmpty());
  EXPECT_THAT(resolution.arguments, Contains(Pair("security", "permissive")));
  EXPECT_THAT(resolution.arguments, Contains(Pair("ssl_enabled", "true")));
  EXPECT_THAT(resolution.arguments,
              Contains(Pair("dcos_variant", "enterprise")));
}

TEST_F(EnterpriseTest, HasNoTlsWithSecurityDisabled) {
  config_["security"] = "disabled";
  EXPECT_THAT(ResolveIt().arguments, Contains(Pair("ssl_enabled", "false")));
  config_["security"] = "strict";
  EXPECT_THAT(ResolveIt().arguments, Contains(Pair("ssl_enabled", "true")));
}

TEST_F(EnterpriseTest, RefusesUnknownSecurity) {
  config_["security"] = "lax";
  EXPECT_THAT(ResolveIt().errors,
              ElementsAre(Pair("security",
                               "Must be one of 'disabled', 'permissive', "
                               "'strict'. Got 'lax'.")));
}

TEST_F(EnterpriseTest, WantsASuperuser) {
  config_.erase("superuser_username");
  config_.erase("superuser_password_hash");
  EXPECT_THAT(
      ResolveIt().errors,
      ElementsAre(Pair("superuser_password_hash",
                       "Must set superuser_password_hash, no way to calculate "
                       "value."),
                  Pair("superuser_username",
                       "Must set superuser_username, no way to calculate "
                       "value.")));
}

TEST_F(EnterpriseTest, WantsAHashAndNoPassword) {
  config_["superuser_password_hash"] = "deleteme";
  EXPECT_THAT(ResolveIt().errors,
              ElementsAre(Pair("superuser_password_hash",
                               HasSubstr("SHA-512-crypt hash"))));
}

TEST_F(EnterpriseTest, WantsALicenseFromVersion111On) {
  config_.erase("license_key_contents");
  files_["genconf/license.txt"] = "\n";
  EXPECT_THAT(ResolveFor("1.11.0-sample").errors,
              ElementsAre(Pair("license_key_contents",
                               HasSubstr("genconf/license.txt"))));
  EXPECT_THAT(ResolveFor("1.10.0-sample").errors, IsEmpty());
  files_["genconf/license.txt"] = "a license\n";
  const Resolution resolution = ResolveIt();
  EXPECT_THAT(resolution.errors, IsEmpty());
  EXPECT_THAT(resolution.arguments,
              Contains(Pair("license_key_contents", "a license\n")));
}

TEST_F(EnterpriseTest, TakesTheConfiguredLicenseBeforeTheFile) {
  files_["genconf/license.txt"] = "another";
  EXPECT_THAT(ResolveIt().arguments,
              Contains(Pair("license_key_contents", "a license")));
}

TEST_F(EnterpriseTest, WantsAScriptForFaultDomainsUnlessTheyAreOff) {
  config_.erase("fault_domain_enabled");
  EXPECT_THAT(ResolveIt().errors,
              ElementsAre(Pair("fault_domain_detect_contents",
                               "fault-domain-detect script "
                               "`genconf/fault-domain-detect` must exist")));
  EXPECT_THAT(ResolveFor("1.10.0-sample").errors, IsEmpty());
  files_["genconf/fault-domain-detect"] = "#!/bin/sh\n";
  EXPECT_THAT(ResolveIt().arguments,
              Contains(Pair("fault_domain_detect_contents", "#!/bin/sh\n")));
  config_["fault_domain_enabled"] = "maybe";
  EXPECT_THAT(ResolveIt().errors, ElementsAre(Key("fault_domain_enabled")));
}

TEST_F(EnterpriseTest, RefusesWhatItComputesItself) {
  config_["ssl_enabled"] = "true";
  config_["licensing_enabled"] = "true";
  EXPECT_THAT(ResolveIt().errors,
              ElementsAre(Key("licensing_enabled"), Key("ssl_enabled")));
}

TEST_F(EnterpriseTest, KeepsItsSecrets) {
  EXPECT_THAT(ResolveIt().secrets,
              ElementsAre("license_key_contents", "superuser_password_hash"));
}

}  // namespace
}  // namespace minidcos::sample
