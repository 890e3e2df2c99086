#include "testing/sample_dcos/services/enterprise_bouncer.h"

#include <string>

#include "absl/status/statusor.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/base/password.h"
#include "testing/sample_dcos/services/served.h"
#include "testing/sample_dcos/services/user_store.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::HasSubstr;

class EnterpriseBouncerTest : public testing::Test {
 protected:
  HttpAnswer LogIn(const std::string& body) {
    return served_.Call(
        {.method = "POST", .target = "/acs/api/v1/auth/login", .body = body});
  }
  std::string Token() {
    const HttpAnswer answer =
        LogIn(R"({"uid": "bootstrapuser", "password": "deleteme"})");
    return FromJson<LoggedIn>(answer.body).value_or(LoggedIn()).token();
  }
  HttpAnswer Get(const std::string& target, const std::string& token) {
    return served_.Call(
        {.target = target, .headers = {{"Authorization", "token=" + token}}});
  }

  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "bouncer-");
  UserStore users_{folder_->path() + "/users", {}};
  EnterpriseBouncer bouncer_{users_, "bootstrapuser",
                             HashPassword("deleteme", 5000)};
  Served served_{[this](HttpExchange& exchange) { bouncer_.Handle(exchange); }};
};

TEST_F(EnterpriseBouncerTest, LetsTheSuperuserIn) {
  HttpAnswer answer =
      LogIn(R"({"uid": "bootstrapuser", "password": "deleteme"})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.headers["set-cookie"], HasSubstr("dcos-acs-auth-cookie="));
}

TEST_F(EnterpriseBouncerTest, LetsNobodyElseIn) {
  EXPECT_EQ(LogIn(R"({"uid": "bootstrapuser", "password": "x"})").status, 401);
  EXPECT_EQ(LogIn(R"({"uid": "admin", "password": "deleteme"})").status, 401);
  // A JWT with {"email": "a@b.c"}, as the open variant takes it from the first.
  EXPECT_EQ(LogIn(R"({"token": "e30.eyJlbWFpbCI6ICJhQGIuYyJ9.c2ln"})").status,
            401);
}

TEST_F(EnterpriseBouncerTest, TellsOfPermissionsAndUsersWhoHasLoggedIn) {
  const std::string token = Token();
  EXPECT_THAT(Get("/acs/api/v1/acls", token).body,
              HasSubstr(R"("rid":"dcos:superuser")"));
  EXPECT_THAT(Get("/acs/api/v1/users", token).body,
              HasSubstr(R"("uid":"bootstrapuser")"));
  EXPECT_EQ(served_.Get("/sample/tokens/" + token).status, 204);
}

TEST_F(EnterpriseBouncerTest, HasNoOpenEndpointForUsers) {
  for (const char* target :
       {"/acs/api/v1/acls", "/acs/api/v1/users", "/acs/api/v1/users/me"}) {
    HttpAnswer answer = Get(target, "nonsense");
    EXPECT_EQ(answer.status, 401) << target;
    EXPECT_EQ(answer.headers["www-authenticate"], "acsjwt") << target;
    EXPECT_EQ(served_.Get(target).status, 401) << target;
  }
  EXPECT_EQ(
      served_.Call({.method = "PUT", .target = "/acs/api/v1/users/me"}).status,
      401);
}

TEST_F(EnterpriseBouncerTest, KeepsASuperuserThatItKnows) {
  EnterpriseBouncer anew(users_, "bootstrapuser",
                         HashPassword("another", 5000));
  EXPECT_NE(Token(), "");
}

}  // namespace
}  // namespace minidcos::sample
