#include "testing/sample_dcos/genconf/resolve.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/genconf/config_file.h"

namespace minidcos::sample {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

const Release kRelease = {.version = "2.1.0-sample",
                          .image_commit = "c0ffee",
                          .bootstrap_id = "b007",
                          .variant = "",
                          .package_ids = {"mesos--1"}};

Arguments GoodConfig() {
  return {{"bootstrap_url", "file:///opt/dcos_install_tmp"},
          {"cluster_name", "DCOS"},
          {"exhibitor_storage_backend", "static"},
          {"master_discovery", "static"},
          {"master_list", R"(["10.0.0.1", "10.0.0.2", "10.0.0.3"])"}};
}

absl::StatusOr<std::string> ReadIpDetect(const std::string& path) {
  if (path != "genconf/ip-detect") return absl::NotFoundError(path);
  return "#!/bin/sh\necho 10.0.0.1\n";
}

TEST(Resolve, FillsInDefaultsAndWhatIsComputed) {
  const Resolution resolution = Resolve(GoodConfig(), kRelease, &ReadIpDetect);
  EXPECT_THAT(resolution.errors, IsEmpty());
  const Arguments& arguments = resolution.arguments;
  EXPECT_THAT(arguments, Contains(Pair("num_masters", "3")));
  EXPECT_THAT(arguments, Contains(Pair("master_quorum", "2")));
  EXPECT_THAT(arguments, Contains(Pair("check_time", "true")));
  EXPECT_THAT(arguments, Contains(Pair("dcos_version", "2.1.0-sample")));
  EXPECT_THAT(arguments, Contains(Pair("package_ids", R"(["mesos--1"])")));
  EXPECT_THAT(arguments, Contains(Pair("ip_detect_contents",
                                       "#!/bin/sh\necho 10.0.0.1\n")));
  EXPECT_EQ(resolution.user, GoodConfig());
}

TEST(Resolve, KeepsWhatItDoesNotKnow) {
  Arguments config = GoodConfig();
  config["ssh_user"] = "root";
  const Resolution resolution = Resolve(config, kRelease, &ReadIpDetect);
  EXPECT_THAT(resolution.errors, IsEmpty());
  EXPECT_THAT(resolution.arguments, Contains(Pair("ssh_user", "root")));
}

TEST(Resolve, ReportsAllErrorsTogether) {
  const Resolution resolution = Resolve(
      {{"bootstrap_url", "http://a/"},
       {"master_discovery", "static"},
       {"check_time", "maybe"},
       {"master_list", R"(["10.0.0.1", "10.0.0.2"])"}},
      kRelease, [](const std::string&) { return absl::NotFoundError("no"); });
  EXPECT_THAT(
      resolution.errors,
      ElementsAre(
          Pair("bootstrap_url", "Must not end in a '/'"),
          Pair("check_time", "Must be one of 'true', 'false'. Got 'maybe'."),
          Pair("cluster_name",
               "Must set cluster_name, no way to calculate value."),
          Pair("exhibitor_storage_backend",
               "Must set exhibitor_storage_backend, no way to calculate "
               "value."),
          Pair("ip_detect_contents",
               "ip-detect script `genconf/ip-detect` must exist"),
          Pair("num_masters", "Must have 1, 3, 5, 7, or 9 masters. Found 2")));
}

TEST(Resolve, NamesTheVariantAsNodesDo) {
  Release enterprise = kRelease;
  enterprise.variant = "ee";
  EXPECT_EQ(Resolve(GoodConfig(), enterprise, &ReadIpDetect)
                .arguments["dcos_variant"],
            "enterprise");
  EXPECT_EQ(
      Resolve(GoodConfig(), kRelease, &ReadIpDetect).arguments["dcos_variant"],
      "open");
}

TEST(Resolve, WantsAMasterListWhenDiscoveryIsStatic) {
  Arguments config = GoodConfig();
  config.erase("master_list");
  EXPECT_THAT(Resolve(config, kRelease, &ReadIpDetect).errors,
              ElementsAre(Key("master_list")));
}

TEST(Resolve, CountsNoMastersOfABadList) {
  Arguments config = GoodConfig();
  config["master_list"] = R"(["foo", "bar"])";
  EXPECT_THAT(Resolve(config, kRelease, &ReadIpDetect).errors,
              ElementsAre(Pair("master_list",
                               "Invalid IPv4 addresses in list: foo, bar")));
}

TEST(Resolve, RefusesWhatItComputesItself) {
  Arguments config = GoodConfig();
  config["dcos_version"] = "3";
  config["num_masters"] = "3";
  EXPECT_THAT(
      Resolve(config, kRelease, &ReadIpDetect).errors,
      ElementsAre(
          Pair("dcos_version",
               "dcos_version must be calculated, but was explicitly set in "
               "the configuration. Remove it from the configuration."),
          Key("num_masters")));
}

TEST(Resolve, NeedsNoFileWhereTheContentsAreGiven) {
  Arguments config = GoodConfig();
  config["ip_detect_contents"] = "#!/bin/sh\n";
  const Resolution resolution =
      Resolve(config, kRelease,
              [](const std::string&) { return absl::NotFoundError("no"); });
  EXPECT_THAT(resolution.errors, IsEmpty());
}

TEST(Resolve, WantsThePublicScriptThatIsNamed) {
  Arguments config = GoodConfig();
  const Arguments without = Resolve(config, kRelease, &ReadIpDetect).arguments;
  EXPECT_EQ(without.at("ip_detect_public_contents"),
            without.at("ip_detect_contents"));
  config["ip_detect_public_filename"] = "genconf/ip-detect-public";
  EXPECT_THAT(Resolve(config, kRelease, &ReadIpDetect).errors,
              ElementsAre(Pair(
                  "ip_detect_public_contents",
                  "ip-detect script `genconf/ip-detect-public` must exist")));
}

TEST(Resolve, WantsTheNumberOfMastersThatAreDiscovered) {
  Arguments config = GoodConfig();
  config.erase("master_list");
  config["master_discovery"] = "master_http_loadbalancer";
  config["exhibitor_storage_backend"] = "zookeeper";
  EXPECT_THAT(Resolve(config, kRelease, &ReadIpDetect).errors,
              ElementsAre(Pair("num_masters",
                               "Must set num_masters, no way to calculate "
                               "value.")));
  config["num_masters"] = "3";
  EXPECT_THAT(Resolve(config, kRelease, &ReadIpDetect).errors, IsEmpty());
}

TEST(Resolve, GivesEveryConfigurationAnIdOfItsOwn) {
  Arguments other = GoodConfig();
  other["cluster_name"] = "Other";
  const auto id = [](const Arguments& config) {
    return Resolve(config, kRelease, &ReadIpDetect).arguments["config_id"];
  };
  EXPECT_EQ(id(GoodConfig()), id(GoodConfig()));
  EXPECT_THAT(id(GoodConfig()), Not(id(other)));
}

}  // namespace
}  // namespace minidcos::sample
