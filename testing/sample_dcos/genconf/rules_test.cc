#include "testing/sample_dcos/genconf/rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/genconf/config_file.h"

namespace minidcos::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Pair;

TEST(BrokenRules, FindsNoneInWhatIsGoodOrUnknown) {
  EXPECT_THAT(BrokenRules({{"bootstrap_url", "file:///opt/dcos_install_tmp"},
                           {"exhibitor_storage_backend", "static"},
                           {"master_discovery", "static"},
                           {"ssh_port", "nonsense"}}),
              IsEmpty());
}

TEST(BrokenRules, NamesEachKeyWithABadValue) {
  EXPECT_THAT(
      BrokenRules({{"bootstrap_url", "x"},
                   {"calico_enabled", "x"},
                   {"check_time", "x"},
                   {"custom_checks", "x"},
                   {"dcos_overlay_enable", "x"},
                   {"dns_search", "a,b"},
                   {"enable_ipv6", "x"},
                   {"exhibitor_storage_backend", "x"},
                   {"master_discovery", "x"},
                   {"master_list", "x"},
                   {"mesos_agent_work_dir", "x"},
                   {"mesos_log_retention_mb", "1"},
                   {"num_masters", "2"},
                   {"oauth_enabled", "x"},
                   {"resolvers", "x"},
                   {"telemetry_enabled", "x"}}),
      ElementsAre(Key("bootstrap_url"), Key("calico_enabled"),
                  Key("check_time"), Key("custom_checks"),
                  Key("dcos_overlay_enable"), Key("dns_search"),
                  Key("enable_ipv6"), Key("exhibitor_storage_backend"),
                  Key("master_discovery"), Key("master_list"),
                  Key("mesos_agent_work_dir"), Key("mesos_log_retention_mb"),
                  Key("num_masters"), Key("oauth_enabled"), Key("resolvers"),
                  Key("telemetry_enabled")));
}

TEST(BrokenRules, WantsStorageThatGoesWithTheDiscovery) {
  const auto message =
      HasSubstr("exhibitor_storage_backend must be non-static");
  EXPECT_THAT(BrokenRules({{"exhibitor_storage_backend", "static"},
                           {"master_discovery", "master_http_loadbalancer"}}),
              ElementsAre(Pair("exhibitor_storage_backend", message),
                          Pair("master_discovery", message)));
  EXPECT_THAT(BrokenRules({{"exhibitor_storage_backend", "zookeeper"},
                           {"master_discovery", "master_http_loadbalancer"}}),
              IsEmpty());
}

TEST(BrokenRules, WantsAServiceAccountWithItsKeyOrNone) {
  const char* uid = "superuser_service_account_uid";
  const char* key = "superuser_service_account_public_key";
  EXPECT_THAT(BrokenRules({{uid, ""}, {key, ""}}), IsEmpty());
  EXPECT_THAT(BrokenRules({{uid, "me"}, {key, ""}}),
              ElementsAre(Key(key), Key(uid)));
  EXPECT_THAT(BrokenRules({{key, "x"}}), ElementsAre(Key(key), Key(uid)));
  EXPECT_THAT(BrokenRules({{uid, "me"}, {key, "x"}}),
              ElementsAre(Pair(key, HasSubstr("PEM"))));
}

}  // namespace
}  // namespace minidcos::sample
