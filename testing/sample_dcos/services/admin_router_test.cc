#include "testing/sample_dcos/services/admin_router.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/services/served.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// All services at once: answers with what was asked.
class AdminRouterTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(WriteFile(folder_->path() + "/dcos-version.json",
                          R"({"version": "2.1.0"})", 0644),
                IsOk());
  }

  void Answer(HttpExchange& exchange) {
    const HttpServerRequest& request = exchange.request();
    if (request.path == "/sample/tokens/good") return exchange.Respond(204);
    if (request.path == "/master/slaves") {
      Agents agents;
      Agent& agent = *agents.add_slaves();
      agent.set_id("a-S0");
      agent.set_hostname("127.0.0.1");
      agent.set_port(upstream_port_);
      return exchange.Respond(200, ToJson(agents));
    }
    if (request.path == "/system/health/v1/nodes") {
      return exchange.Respond(200, R"({"nodes": [{"host_ip": "172.17.0.9"}]})");
    }
    if (request.path == "/missing") return exchange.Respond(404);
    exchange.Respond(200,
                     absl::StrCat(request.method, " ", request.path, "?",
                                  request.Query("cache"), " ", exchange.Body()),
                     {{"Set-Cookie", "a=b"}});
  }

  HttpAnswer Get(const std::string& target, const std::string& token = "good") {
    return served_.Call(
        {.target = target, .headers = {{"Authorization", "token=" + token}}});
  }

  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "router-");
  Served upstream_{[this](HttpExchange& exchange) { Answer(exchange); }};
  int upstream_port_ = std::stoi(upstream_.address().substr(10));
  AdminRouter router_{{.diagnostics = upstream_.address(),
                       .exhibitor = upstream_.address(),
                       .iam = upstream_.address(),
                       .marathon = "127.0.0.1:1",
                       .mesos = upstream_.address(),
                       .metronome = upstream_.address()},
                      folder_->path()};
  Served served_{[this](HttpExchange& exchange) { router_.Handle(exchange); }};
};

TEST_F(AdminRouterTest, LetsAnybodySeeWhatIsOpen) {
  EXPECT_THAT(served_.Get("/").body,
              AllOf(HasSubstr("Sample DC/OS 2.1.0"), HasSubstr("172.17.0.9")));
  EXPECT_EQ(served_.Get("/dcos-metadata/dcos-version.json").body,
            R"({"version": "2.1.0"})");
  EXPECT_EQ(served_.Get("/exhibitor/exhibitor/v1/cluster/status").body,
            "GET /exhibitor/v1/cluster/status? ");
  HttpAnswer login = served_.Call(
      {.method = "POST", .target = "/acs/api/v1/auth/login", .body = "{}"});
  EXPECT_EQ(login.body, "POST /acs/api/v1/auth/login? {}");
  EXPECT_EQ(login.headers["set-cookie"], "a=b");
}

TEST_F(AdminRouterTest, ShowsAPageBeforeTheServicesAnswer) {
  const AdminRouter router({.diagnostics = "127.0.0.1:1"}, "/nonexistent");
  const Served served(
      [&router](HttpExchange& exchange) { router.Handle(exchange); });
  const HttpAnswer page = served.Get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("not known yet: "));
}

TEST_F(AdminRouterTest, WantsATokenForTheRest) {
  for (const char* target :
       {"/mesos/master/slaves", "/marathon/v2/info", "/slave/a-S0/state",
        "/service/metronome/v1/jobs", "/system/health/v1/units",
        "/acs/api/v1/users", "/exhibitor/v1/cluster/list"}) {
    HttpAnswer answer = served_.Get(target);
    EXPECT_EQ(answer.status, 401) << target;
    EXPECT_EQ(answer.headers["www-authenticate"], "oauthjwt") << target;
    EXPECT_EQ(Get(target, "bad").status, 401) << target;
  }
}

TEST_F(AdminRouterTest, PassesOnWhatAServiceIsAskedAndAnswers) {
  EXPECT_EQ(Get("/mesos/state").body, "GET /state? ");
  EXPECT_EQ(Get("/service/metronome/v1/jobs").body, "GET /v1/jobs? ");
  EXPECT_EQ(Get("/system/health/v1/units?cache=0").body,
            "GET /system/health/v1/units?0 ");
  EXPECT_EQ(Get("/mesos/missing").status, 404);
}

TEST_F(AdminRouterTest, FindsAnAgentByItsId) {
  EXPECT_EQ(Get("/slave/a-S0/slave%281%29/state").body,
            "GET /slave(1)/state? ");
  EXPECT_EQ(Get("/agent/a-S0/x").body, "GET /x? ");
  EXPECT_EQ(Get("/slave/other/slave%281%29/state").status, 404);
}

TEST_F(AdminRouterTest, SaysThatAServiceDoesNotAnswer) {
  EXPECT_EQ(Get("/marathon/v2/info").status, 502);
  EXPECT_EQ(Get("/service/marathon/v2/info").status, 502);
}

TEST_F(AdminRouterTest, KnowsNothingElse) {
  EXPECT_EQ(served_.Get("/nonsense").status, 404);
  EXPECT_EQ(served_.Get("/dcos-metadata/ui-config.json").status, 404);
}

}  // namespace
}  // namespace minidcos::sample
