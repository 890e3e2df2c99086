#include "testing/sample_dcos/services/bouncer.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/services/served.h"
#include "testing/sample_dcos/services/user_store.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kAlbert[] = "/acs/api/v1/users/albert@bekstil.net";

std::string Jwt(const std::string& claims) {
  return absl::StrCat("e30.", absl::WebSafeBase64Escape(claims), ".c2ln");
}

class BouncerTest : public testing::Test {
 protected:
  HttpAnswer Login(const std::string& token) {
    return served_.Call({.method = "POST",
                         .target = "/acs/api/v1/auth/login",
                         .body = R"({"token": ")" + token + R"("})"});
  }
  HttpAnswer LoginOfAlbert() {
    return Login(Jwt(R"({"email": "albert@bekstil.net", "exp": 2090884974})"));
  }
  HttpAnswer LoginWithPassword(const std::string& password) {
    return served_.Call(
        {.method = "POST",
         .target = "/acs/api/v1/auth/login",
         .body = R"({"uid": "me", "password": ")" + password + R"("})"});
  }
  int Do(const std::string& method, const std::string& target,
         const std::string& body = "{}") {
    return served_.Call({.method = method, .target = target, .body = body})
        .status;
  }

  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "bouncer-");
  UserStore users_{folder_->path() + "/users", {}};
  Bouncer bouncer_{users_};
  Served served_{[this](HttpExchange& exchange) { bouncer_.Handle(exchange); }};
};

TEST_F(BouncerTest, KeepsUsers) {
  EXPECT_EQ(Do("DELETE", kAlbert), 404);
  EXPECT_EQ(Do("PUT", "/acs/api/v1/users/albert%40bekstil.net"), 201);
  EXPECT_EQ(Do("PUT", kAlbert), 409);
  EXPECT_THAT(served_.Get("/acs/api/v1/users").body,
              HasSubstr(R"("array":[{"uid":"albert@bekstil.net")"));
  EXPECT_EQ(Do("GET", kAlbert), 200);
  EXPECT_EQ(Do("DELETE", kAlbert), 204);
  EXPECT_EQ(served_.Get("/acs/api/v1/users").body, R"({"array":[]})");
}

TEST_F(BouncerTest, RemembersUsersWhenItIsStartedAnew) {
  EXPECT_EQ(Do("PUT", kAlbert), 201);
  UserStore users(folder_->path() + "/users", {});
  Bouncer anew(users);
  const Served served([&](HttpExchange& exchange) { anew.Handle(exchange); });
  EXPECT_EQ(served.Get(kAlbert).status, 200);
}

TEST_F(BouncerTest, GivesAUserATokenAndACookie) {
  EXPECT_EQ(Do("PUT", kAlbert), 201);
  HttpAnswer answer = LoginOfAlbert();
  ASSERT_EQ(answer.status, 200);
  const auto login = FromJson<LoggedIn>(answer.body);
  ASSERT_THAT(login, IsOk());
  EXPECT_THAT(answer.headers["set-cookie"],
              HasSubstr("dcos-acs-auth-cookie=" + login->token()));
  const std::string target = "/sample/tokens/" + login->token();
  EXPECT_EQ(served_.Get(target).status, 204);
  EXPECT_EQ(Do("DELETE", kAlbert), 204);
  EXPECT_EQ(served_.Get(target).status, 404);
}

TEST_F(BouncerTest, AsksALocalUserForThePassword) {
  EXPECT_EQ(Do("PUT", "/acs/api/v1/users/me", R"({"password": "secret"})"),
            201);
  EXPECT_EQ(LoginWithPassword("secret").status, 200);
  EXPECT_EQ(LoginWithPassword("other").status, 401);
  EXPECT_EQ(LoginWithPassword("").status, 401);
  EXPECT_EQ(Login(Jwt(R"({"email": "me"})")).status, 401);
  EXPECT_THAT(ReadFile(folder_->path() + "/users"),
              IsOkAndHolds(Not(HasSubstr("secret"))));
}

TEST_F(BouncerTest, AUserWithoutAPasswordHasNone) {
  EXPECT_EQ(Do("PUT", "/acs/api/v1/users/me"), 201);
  EXPECT_EQ(LoginWithPassword("").status, 401);
  EXPECT_EQ(LoginWithPassword("*").status, 401);
}

TEST_F(BouncerTest, MakesTheFirstWhoLogsInAUser) {
  EXPECT_EQ(LoginOfAlbert().status, 200);
  EXPECT_EQ(Do("GET", kAlbert), 200);
}

TEST_F(BouncerTest, RefusesStrangersAndWhatIsNoToken) {
  EXPECT_EQ(Do("PUT", "/acs/api/v1/users/somebody@else.org"), 201);
  EXPECT_EQ(LoginOfAlbert().status, 401);
  EXPECT_EQ(Login("nonsense").status, 401);
  EXPECT_EQ(Login(Jwt("{}")).status, 401);
  EXPECT_EQ(served_.Get("/sample/tokens/nonsense").status, 404);
}

}  // namespace
}  // namespace minidcos::sample
