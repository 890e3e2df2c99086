// The sample DC/OS when parts of it fail: what stays up, and what is told.

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/http/http_client.h"
#include "common/http/http_message.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kMe[] = "me@example.com";

class SampleFailures : public E2eTest {
 protected:
  void SetUp() override {
    const ToolResult created = Run(
        "create", {RunfilePath("testing/sample_dcos/dcos_generate_config.sh"),
                   "--masters=3", "--agents=3", "--public-agents=2",
                   "--wait-for-dcos", "--timeout=5m"});
    ASSERT_EQ(created.exit_code, 0) << created;
    const ToolResult inspected = Run("inspect", {});
    ASSERT_THAT(ParseJson(inspected.out, report_), IsOk()) << inspected;
  }

  const InspectedNode& Master(int index) const {
    return report_.nodes().masters(index);
  }

  void Kill(const InspectedNode& node) const {
    ASSERT_THAT(docker().KillContainer(Deadline(), node.docker_container_id()),
                IsOk());
  }

  void Systemctl(const std::string& node, const std::string& verb,
                 const std::string& unit) const {
    const ToolResult result =
        Run("exec", {"--node", node, "systemctl", verb, unit});
    ASSERT_EQ(result.exit_code, 0) << result;
  }

  // What Admin Router of `master` answers; status 0 if it does not.
  HttpResponse Ask(const InspectedNode& master, const std::string& path,
                   const std::string& body = "") {
    HttpRequest request = {
        .method = body.empty() ? "GET" : "POST",
        .url = absl::StrCat("http://", master.ip_address(), path),
        .headers = {{"Authorization", absl::StrCat("token=", token_)},
                    {"Content-Type", "application/json"}},
        .body = body};
    return client_.Send(Deadline(), request).value_or(HttpResponse());
  }

  // Logs in, by a token of an identity provider. Empty if that fails.
  std::string LogInAt(const InspectedNode& master) {
    const std::string claims =
        absl::WebSafeBase64Escape(absl::StrCat(R"({"email": ")", kMe, "\"}"));
    const HttpResponse answer =
        Ask(master, "/acs/api/v1/auth/login",
            absl::StrCat(R"({"token": "e30.)", claims, ".c2ln\"}"));
    sample::LoggedIn login;
    return ParseJson(answer.body, login).ok() ? login.token() : "";
  }

  // The units that are not healthy anywhere in the cluster, as `master` tells.
  std::vector<std::string> RedUnits(const InspectedNode& master) {
    sample::UnitsHealth health;
    const HttpResponse answer = Ask(master, "/system/health/v1/units?cache=0");
    if (!ParseJson(answer.body, health).ok()) return {"no answer"};
    std::vector<std::string> red;
    for (const sample::UnitHealth& unit : health.units()) {
      if (unit.health() != 0) red.push_back(unit.id());
    }
    return red;
  }

  // -1 without an answer.
  int CountAgents(const InspectedNode& master) {
    sample::Agents agents;
    const HttpResponse answer = Ask(master, "/mesos/master/slaves");
    return ParseJson(answer.body, agents).ok() ? agents.slaves_size() : -1;
  }

  // Whether `condition` comes true in time.
  static bool Eventually(const std::function<bool()>& condition) {
    const Context deadline = Context().WithTimeout(absl::Seconds(30));
    while (!condition()) {
      if (!deadline.WaitFor(absl::Milliseconds(100)).ok()) return false;
    }
    return true;
  }

  void ExpectStoppedUnitIsTold() {
    EXPECT_THAT(RedUnits(Master(2)), IsEmpty());
    Systemctl("master_1", "stop", "dcos-metronome.service");
    for (int master : {0, 1}) {
      EXPECT_THAT(RedUnits(Master(master)),
                  ElementsAre("dcos-metronome.service"));
    }
    Systemctl("master_1", "start", "dcos-metronome.service");
    EXPECT_THAT(RedUnits(Master(0)), IsEmpty());
  }

  void ExpectAgentIsMissed() {
    EXPECT_EQ(CountAgents(Master(0)), 5);
    Kill(report_.nodes().agents(1));
    for (int master : {0, 1, 2}) {
      EXPECT_TRUE(Eventually([&] { return CountAgents(Master(master)) == 4; }))
          << master;
    }
  }

  // What it was told, who was logged in and who may log in is not lost.
  void ExpectMasterIsNotMissed() {
    Kill(Master(0));
    for (int master : {1, 2}) {
      const InspectedNode& left = Master(master);
      EXPECT_EQ(Ask(left, "/marathon/v2/info").status, 200);
      EXPECT_EQ(Ask(left, "/service/metronome/v1/jobs").status, 200);
      EXPECT_EQ(CountAgents(left), 4);
      EXPECT_THAT(LogInAt(left), Not(IsEmpty()));
      EXPECT_TRUE(Eventually([&] { return RedUnits(left).empty(); }));
      ExpectOneOfThreeDown(left);
    }
  }

  void ExpectOneOfThreeDown(const InspectedNode& left) {
    sample::ExhibitorServers servers;
    const HttpResponse status =
        Ask(left, "/exhibitor/exhibitor/v1/cluster/status");
    ASSERT_THAT(ParseJsonArray(status.body, servers), IsOk());
    ASSERT_EQ(servers.items_size(), 3);
    for (const sample::ExhibitorServer& server : servers.items()) {
      const bool gone = server.hostname() == Master(0).ip_address();
      EXPECT_EQ(server.code(), gone ? 1 : 3) << server.hostname();
      EXPECT_EQ(server.description(), gone ? "down" : "serving");
    }
  }

  HttpClient client_;
  InspectReport report_;
  std::string token_;
};

TEST_F(SampleFailures, AreToldAndSurvived) {
  token_ = LogInAt(Master(0));
  ASSERT_THAT(token_, Not(IsEmpty()));
  ExpectStoppedUnitIsTold();
  ExpectAgentIsMissed();
  ExpectMasterIsNotMissed();
}

}  // namespace
}  // namespace minidcos
