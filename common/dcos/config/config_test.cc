#include "common/dcos/config/config.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"
#include "yaml-cpp/yaml.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

std::vector<Node> Nodes() {
  return {FakeNode(NodeRole::kMaster, 0, "172.17.0.2", nullptr),
          FakeNode(NodeRole::kAgent, 0, "172.17.0.3", nullptr),
          FakeNode(NodeRole::kAgent, 1, "172.17.0.4", nullptr)};
}

TEST(YamlString, IsReadAgainAsItWas) {
  for (const std::string& text :
       {std::string("no"), std::string("$6$rounds=1$a.b/c"),
        std::string("two\n\"lines\" \\n\n"), std::string("# 'x': y\ttab"),
        std::string("caf\xc3\xa9"), std::string()}) {
    const YAML::Node node = YAML::Load(YamlString(text));
    EXPECT_EQ(node.Scalar(), text);
    EXPECT_EQ(node.Tag(), "!") << text;
  }
}

TEST(CheckMasterCount, TakesWhatDcosTakes) {
  for (const int masters : {1, 3, 5, 7, 9}) {
    EXPECT_THAT(CheckMasterCount(masters), IsOk()) << masters;
  }
  for (const int masters : {-1, 0, 2, 4, 8, 10, 11}) {
    EXPECT_THAT(CheckMasterCount(masters),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("1, 3, 5, 7 or 9 masters")))
        << masters;
  }
}

TEST(DefaultDcosConfig, IsWhatTheInstallerNeeds) {
  const YAML::Node config = YAML::Load(ConfigYaml(
      DefaultDcosConfig(Nodes(), {"10.0.0.53", "10.0.0.54"}, "/serve")));

  EXPECT_EQ(config["bootstrap_url"].Scalar(), "file:///serve");
  EXPECT_EQ(config["cluster_name"].Scalar(), "DCOS");
  EXPECT_EQ(config["exhibitor_storage_backend"].Scalar(), "static");
  EXPECT_EQ(config["master_discovery"].Scalar(), "static");
  EXPECT_EQ(config["process_timeout"].as<int>(), 10000);
  EXPECT_EQ(config["ssh_port"].as<int>(), 22);
  EXPECT_EQ(config["ssh_user"].Scalar(), "root");
  EXPECT_EQ(config["resolvers"].as<std::vector<std::string>>(),
            (std::vector<std::string>{"10.0.0.53", "10.0.0.54"}));
  EXPECT_EQ(config.size(), 12);
}

TEST(DefaultDcosConfig, ListsTheNodesByRole) {
  const YAML::Node config =
      YAML::Load(ConfigYaml(DefaultDcosConfig(Nodes(), {}, "/serve")));

  EXPECT_EQ(config["master_list"].as<std::vector<std::string>>(),
            std::vector<std::string>{"172.17.0.2"});
  EXPECT_EQ(config["agent_list"].as<std::vector<std::string>>(),
            (std::vector<std::string>{"172.17.0.3", "172.17.0.4"}));
  EXPECT_TRUE(config["public_agent_list"].IsSequence());
  EXPECT_EQ(config["public_agent_list"].size(), 0);
}

TEST(DefaultDcosConfig, QuotesWhatYamlWouldTakeForABool) {
  EXPECT_THAT(ConfigYaml(DefaultDcosConfig(Nodes(), {}, "/serve")),
              HasSubstr("\ncheck_time: \"false\"\n"));
}

TEST(Override, ReplacesAndAdds) {
  DcosConfig config = {{"a", "1"}, {"b", "2"}};

  Override(config, {{"b", "[3]"}, {"c", "4"}});

  EXPECT_EQ(ConfigYaml(config), "a: 1\nb: [3]\nc: 4\n");
}

TEST(ConfigYaml, QuotesAKeyThatNeedsIt) {
  EXPECT_EQ(ConfigYaml({{"a: b", "1"}}), "\"a: b\": 1\n");
}

}  // namespace
}  // namespace minidcos
