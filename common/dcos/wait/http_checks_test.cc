#include "common/dcos/wait/http_checks.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/dcos/wait/fake_master.h"
#include "common/dcos/wait/http_session.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

// A session with a fake master, of a cluster of one master and two agents.
class HttpChecksTest : public testing::Test {
 protected:
  HttpChecksTest() : master_({"10.0.0.2", "10.0.0.3"}) {
    const Node node = FakeNode(NodeRole::kMaster, 0, "10.0.0.1", nullptr);
    nodes_ = {node, FakeNode(NodeRole::kAgent, 0, "10.0.0.2", nullptr),
              FakeNode(NodeRole::kPublicAgent, 0, "10.0.0.3", nullptr)};
    master_.AddUser("me", "secret");
    session_ = std::make_unique<HttpSession>(
        road_, absl::StrCat("http://", master_.address()),
        R"({"uid": "me", "password": "secret"})");
  }

  // The first answer of the check `name`.
  absl::Status Look(absl::string_view name) {
    for (const HttpCheck& check :
         HttpChecks(*session_, nodes_, is_enterprise_)) {
      if (check.name == name) return check.look(Context());
    }
    return absl::InternalError(absl::StrCat("no check '", name, "'"));
  }

  FakeMaster master_;
  bool is_enterprise_ = false;
  std::vector<Node> nodes_;
  ClientRoad road_;
  std::unique_ptr<HttpSession> session_;
};

TEST_F(HttpChecksTest, PassOnAReadyCluster) {
  for (const HttpCheck& check : HttpChecks(*session_, nodes_, is_enterprise_)) {
    EXPECT_THAT(check.look(Context()), IsOk()) << check.name;
  }
  EXPECT_THAT(
      master_.requests(),
      testing::ElementsAre(
          "POST /acs/api/v1/auth/login", "GET /marathon/v2/info",
          "GET /exhibitor/exhibitor/v1/cluster/status",
          "GET /mesos/master/slaves", "GET /mesos/master/slaves",
          "GET /slave/S0/slave(1)/state", "GET /slave/S1/slave(1)/state",
          "GET /service/metronome/v1/jobs", "GET /system/health/v1/units"));
}

TEST_F(HttpChecksTest, WaitForServicesThatDoNotAnswerYet) {
  const struct {
    const char* name;
    const char* path;
  } kCases[] = {
      {"the log-in", "/acs/api/v1/auth/login"},
      {"Marathon", "/marathon/v2/info"},
      {"Exhibitor", "/exhibitor/exhibitor/v1/cluster/status"},
      {"the agents", "/mesos/master/slaves"},
      {"the agents' answers", "/slave/S1/slave(1)/state"},
      {"Metronome", "/service/metronome/v1/jobs"},
      {"healthy units", "/system/health/v1/units"},
  };
  for (const auto& test : kCases) {
    master_.Fail(test.path, 502, 1);
    EXPECT_THAT(Look(test.name), StatusIs(absl::StatusCode::kFailedPrecondition,
                                          EndsWith(" answers 502")))
        << test.name;
    EXPECT_THAT(Look(test.name), IsOk()) << test.name;
  }
}

TEST_F(HttpChecksTest, CountTheMastersThatExhibitorKnows) {
  const char kPath[] = "/exhibitor/exhibitor/v1/cluster/status";
  const struct {
    const char* answer;
    const char* error;
  } kCases[] = {
      {"[]", "Exhibitor knows 0 of 1 masters"},
      {R"([{"code": 3}])", "Exhibitor knows 0 of 1 masters"},
      {R"([{"hostname": "a"}, {"hostname": "b"}])",
       "Exhibitor knows 2 of 1 masters"},
      {"starting", "not understood"},
  };
  for (const auto& test : kCases) {
    master_.Answer(kPath, 200, test.answer);
    EXPECT_THAT(
        Look("Exhibitor"),
        StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(test.error)))
        << test.answer;
  }
}

TEST_F(HttpChecksTest, NameTheAgentsThatAreMissing) {
  master_.Answer("/mesos/master/slaves", 200,
                 R"({"slaves": [{"id": "S0", "hostname": "10.0.0.2"}]})");
  EXPECT_THAT(Look("the agents"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "1 of 2 agents have registered with Mesos, not "
                       "public_agent_0 (10.0.0.3)"));

  master_.Answer("/mesos/master/slaves", 200, R"({"slaves": []})");
  for (const char* check : {"the agents", "the agents' answers"}) {
    EXPECT_THAT(Look(check), StatusIs(absl::StatusCode::kFailedPrecondition,
                                      AllOf(HasSubstr("agent_0 (10.0.0.2)"),
                                            HasSubstr("public_agent_0"))));
  }
}

TEST_F(HttpChecksTest, TellThatAMissingAgentDoesNotRun) {
  nodes_.push_back(FakeNode(NodeRole::kAgent, 1, "", nullptr));
  EXPECT_THAT(Look("the agents"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("not agent_1 (not running)")));
}

TEST_F(HttpChecksTest, AskEveryAgentOfOursWhoItIs) {
  master_.Answer("/slave/S0/slave(1)/state", 200, R"({"id": "S7"})");
  EXPECT_THAT(Look("the agents' answers"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "agent_0 says that it is agent 'S7', not 'S0'"));
}

TEST_F(HttpChecksTest, LeaveAgentsThatAreNotOursAlone) {
  master_.Answer("/mesos/master/slaves", 200,
                 R"({"slaves": [{"id": "S0", "hostname": "10.0.0.2"},
                                {"id": "X", "hostname": "elsewhere"}]})");
  EXPECT_THAT(Look("the agents' answers"), IsOk());
  EXPECT_THAT(master_.requests(), Not(Contains("GET /slave/X/slave(1)/state")));
}

TEST_F(HttpChecksTest, NameTheUnitsThatAreNotHealthy) {
  master_.Answer("/system/health/v1/units", 200,
                 R"({"units": [{"id": "dcos-a.service", "health": 0},
                               {"id": "dcos-b.service", "health": 1},
                               {"id": "dcos-c.timer", "health": 3}]})");
  EXPECT_THAT(Look("healthy units"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "not healthy: dcos-b.service, dcos-c.timer"));

  master_.Answer("/system/health/v1/nodes", 200,
                 R"({"nodes": [{"host_ip": "10.0.0.1", "health": 0},
                               {"host_ip": "10.0.0.2", "health": 1},
                               {"host_ip": "10.9.9.9", "health": 3}]})");
  EXPECT_THAT(Look("healthy units"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       EndsWith(" dcos-c.timer on agent_0, 10.9.9.9")));
}

TEST_F(HttpChecksTest, AskEnterpriseForItsAccessControlLists) {
  is_enterprise_ = true;
  constexpr char kPath[] = "/acs/api/v1/acls";
  master_.Answer(kPath, 200, R"({"array": [{"rid": "dcos:a"}]})");
  EXPECT_THAT(Look("the access control lists"), IsOk());
  master_.Answer(kPath, 200, R"({"array": [{"rid": "dcos:a"}, {}]})");
  EXPECT_THAT(Look("the access control lists"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "an access control list names no resource"));
  master_.Answer(kPath, 403, "no");
  EXPECT_THAT(Look("the access control lists"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       EndsWith("/acls answers 403")));
}

TEST_F(HttpChecksTest, GoOnAfterTheIdentityServiceHasForgotten) {
  EXPECT_THAT(Look("the log-in"), IsOk());
  master_.LogOut();
  EXPECT_THAT(Look("Marathon"), StatusIs(absl::StatusCode::kFailedPrecondition,
                                         EndsWith("answers 401")));
  EXPECT_THAT(Look("Marathon"), IsOk());
}

TEST_F(HttpChecksTest, PassWithoutAgents) {
  nodes_ = {nodes_[0]};
  master_.Answer("/mesos/master/slaves", 200, R"({"slaves": []})");
  EXPECT_THAT(Look("the agents"), IsOk());
  EXPECT_THAT(Look("the agents' answers"), IsOk());
}

}  // namespace
}  // namespace minidcos
