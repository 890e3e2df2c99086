#include "common/dcos/wait/master_site.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

constexpr char kRefused[] = "curl: (7) refused";

// Two masters, and what their files and their curl say.
class FindMasterSiteTest : public testing::Test {
 protected:
  absl::StatusOr<MasterSite> Find() {
    return FindMasterSite(Context(), nodes_);
  }

  // The first master answers to nobody, the second so.
  std::string bootstrap_config_;
  std::string answer_ = "HTTP/1.1 502 Bad Gateway\r\n\r\n";
  std::string input_;
  const std::shared_ptr<FakeTransport> transport_ =
      std::make_shared<FakeTransport>(
          [this](const Context&,
                 const FakeCall& call) -> absl::StatusOr<CommandResult> {
            if (call.Line() ==
                "cat /opt/mesosphere/etc/bootstrap-config.json") {
              return CommandResult{.exit_code = bootstrap_config_.empty(),
                                   .stdout_text = bootstrap_config_};
            }
            if (call.container_id == "master_0") {
              return CommandResult{.exit_code = 7, .stderr_text = kRefused};
            }
            input_ = call.input;
            return CommandResult{.stdout_text = answer_};
          });
  std::vector<Node> nodes_ = {
      FakeNode(NodeRole::kMaster, 0, "10.0.0.1", transport_),
      FakeNode(NodeRole::kMaster, 1, "10.0.0.2", transport_)};
};

TEST_F(FindMasterSiteTest, TakesTheFirstMasterThatAnswersAnythingAtAll) {
  for (const char* config : {"", R"({"ssl_enabled": false})"}) {
    bootstrap_config_ = config;
    const auto site = Find();
    ASSERT_THAT(site, IsOk());
    EXPECT_EQ(site->master.reference(), "master_1");
    EXPECT_EQ(site->url, "http://10.0.0.2");
    EXPECT_EQ(site->authorities, "");
    EXPECT_THAT(input_, HasSubstr("url = \"http://10.0.0.2/\"\n"));
  }
}

TEST_F(FindMasterSiteTest, AsksForTheAuthorityOfTls) {
  bootstrap_config_ = R"({"ssl_enabled": true, "other": [1]})";
  answer_ = "HTTP/1.1 200 OK\r\n\r\n-----BEGIN CERTIFICATE-----\nabc";
  const auto site = Find();
  ASSERT_THAT(site, IsOk());
  EXPECT_EQ(site->url, "https://10.0.0.2");
  EXPECT_EQ(site->authorities, "-----BEGIN CERTIFICATE-----\nabc");
  EXPECT_THAT(input_, HasSubstr("insecure\n"));
  EXPECT_THAT(input_, HasSubstr("url = \"https://10.0.0.2/ca/dcos-ca.crt\"\n"));
}

TEST_F(FindMasterSiteTest, TellsWhatEachMasterSays) {
  bootstrap_config_ = R"({"ssl_enabled": true})";
  EXPECT_THAT(
      Find(),
      StatusIs(absl::StatusCode::kUnavailable,
               HasSubstr("master_0: https://10.0.0.1/ca/dcos-ca.crt: curl: (7) "
                         "refused")));
  nodes_.erase(nodes_.begin());
  EXPECT_THAT(Find(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "master_1: https://10.0.0.2/ca/dcos-ca.crt answers 502 "
                       "and no certificate"));
  bootstrap_config_ = "{";
  EXPECT_THAT(Find(),
              StatusIs(absl::StatusCode::kUnknown,
                       HasSubstr("master_1: /opt/mesosphere/etc/bootstrap-")));
}

}  // namespace
}  // namespace minidcos
