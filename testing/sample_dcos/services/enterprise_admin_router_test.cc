#include "testing/sample_dcos/services/enterprise_admin_router.h"

#include <string>

#include "absl/status/statusor.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/services/served.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::HasSubstr;

// A master with one service behind all paths.
class EnterpriseAdminRouterTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(WriteFile(folder_->path() + "/ca.crt", "the CA", 0644), IsOk());
    ASSERT_THAT(
        WriteFile(folder_->path() + "/bootstrap-config.json", "{}", 0644),
        IsOk());
  }

  EnterpriseAdminRouter Router(const std::string& security) {
    const std::string address = upstream_.address();
    return EnterpriseAdminRouter({.diagnostics = address,
                                  .exhibitor = address,
                                  .iam = address,
                                  .marathon = address,
                                  .mesos = address,
                                  .metronome = address},
                                 folder_->path(), folder_->path() + "/ca.crt",
                                 security);
  }

  // The answer to a GET without TLS.
  HttpAnswer GetPlain(const std::string& security, const std::string& target) {
    const EnterpriseAdminRouter router = Router(security);
    const Served served(
        [&router](HttpExchange& exchange) { router.HandlePlain(exchange); });
    return served.Call({.target = target});
  }

  static void Answer(HttpExchange& exchange) {
    if (exchange.request().path == "/sample/tokens/bad") {
      return exchange.Respond(404);
    }
    if (exchange.request().path == "/sample/tokens/good") {
      return exchange.Respond(204);
    }
    exchange.Respond(200, exchange.request().Header("authorization"));
  }

  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "router-");
  Served upstream_{&Answer};
};

TEST_F(EnterpriseAdminRouterTest, ServesTheCaToAnybody) {
  for (const char* security : {"disabled", "permissive", "strict"}) {
    EXPECT_EQ(GetPlain(security, "/ca/dcos-ca.crt").body, "the CA");
  }
  const EnterpriseAdminRouter router = Router("strict");
  const Served served(
      [&router](HttpExchange& exchange) { router.Handle(exchange); });
  EXPECT_EQ(served.Get("/ca/dcos-ca.crt").body, "the CA");
}

TEST_F(EnterpriseAdminRouterTest, TellsItsSecurityToWhoHasLoggedIn) {
  const EnterpriseAdminRouter router = Router("strict");
  const Served served(
      [&router](HttpExchange& exchange) { router.Handle(exchange); });
  const auto get = [&served](const std::string& token) {
    return served.Call({.target = "/dcos-metadata/bootstrap-config.json",
                        .headers = {{"Authorization", "token=" + token}}});
  };
  EXPECT_EQ(get("good").body, "{}");
  HttpAnswer refused = get("bad");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.headers["www-authenticate"], "acsjwt");
}

TEST_F(EnterpriseAdminRouterTest, PassesTheTokenOn) {
  const EnterpriseAdminRouter router = Router("strict");
  const Served served(
      [&router](HttpExchange& exchange) { router.Handle(exchange); });
  EXPECT_EQ(served
                .Call({.target = "/acs/api/v1/acls",
                       .headers = {{"Authorization", "token=good"}}})
                .body,
            "token=good");
  EXPECT_EQ(served.Get("/acs/api/v1/acls").headers["www-authenticate"],
            "acsjwt");
}

TEST_F(EnterpriseAdminRouterTest, RedirectsToTlsAsTheSecurityModeSays) {
  EXPECT_EQ(GetPlain("disabled", "/").status, 200);
  EXPECT_EQ(GetPlain("disabled", "/marathon/x").status, 401);
  HttpAnswer root = GetPlain("permissive", "/");
  EXPECT_EQ(root.status, 307);
  EXPECT_THAT(root.headers["location"], HasSubstr("https://"));
  EXPECT_EQ(GetPlain("permissive", "/marathon/x").status, 401);
  EXPECT_EQ(GetPlain("strict", "/").status, 307);
  HttpAnswer strict = GetPlain("strict", "/a%20b?c=d");
  EXPECT_EQ(strict.status, 307);
  EXPECT_THAT(strict.headers["location"], HasSubstr("/a%20b?c=d"));
}

}  // namespace
}  // namespace minidcos::sample
