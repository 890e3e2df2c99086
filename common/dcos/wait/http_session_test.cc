#include "common/dcos/wait/http_session.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/dcos/dcos.pb.h"
#include "common/dcos/wait/fake_master.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

std::unique_ptr<HttpServer> Serve(HttpHandler handler) {
  auto server = HttpServer::ListenTcp("127.0.0.1", 0, std::move(handler));
  EXPECT_THAT(server, IsOk());
  return *std::move(server);
}

std::string UrlOf(const HttpServer& server) {
  return absl::StrCat("http://127.0.0.1:", server.port());
}

constexpr char kCredentials[] = R"({"uid": "u", "password": "p"})";

// Logs in whoever has the credentials; the token is "t<n>" for the n-th login.
void AnswerLogin(HttpExchange& exchange, int n) {
  const bool known = exchange.Body() == kCredentials;
  exchange.Respond(known ? 200 : 401, absl::StrCat(R"({"token": "t)", n, "\"}"),
                   {{"Set-Cookie", "dcos-acs-auth-cookie=x"}});
}

TEST(HttpSession, LogsInOnceAndShowsTheToken) {
  int logins = 0;
  const auto server = Serve([&](HttpExchange& exchange) {
    if (exchange.request().path == "/acs/api/v1/auth/login") {
      return AnswerLogin(exchange, ++logins);
    }
    exchange.Respond(
        exchange.request().Header("authorization") == "token=t1" ? 200 : 401);
  });
  ClientRoad road;
  HttpSession session(road, UrlOf(*server), kCredentials);

  EXPECT_THAT(session.Get(Context(), "/a"), IsOk());
  EXPECT_THAT(session.Get(Context(), "/b"), IsOk());
  EXPECT_EQ(logins, 1);
}

TEST(HttpSession, LogsInAgainWhenTheTokenIsRefused) {
  int logins = 0;
  const auto server = Serve([&](HttpExchange& exchange) {
    if (exchange.request().path == "/acs/api/v1/auth/login") {
      return AnswerLogin(exchange, ++logins);
    }
    exchange.Respond(
        exchange.request().Header("authorization") == "token=t2" ? 200 : 401);
  });
  ClientRoad road;
  HttpSession session(road, UrlOf(*server), kCredentials);

  EXPECT_THAT(session.Get(Context(), "/a"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       EndsWith("/a answers 401")));
  EXPECT_THAT(session.Get(Context(), "/a"), IsOk());
}

TEST(HttpSession, TellsWhyALoginFailed) {
  int status = 503;
  std::string body = "no IAM yet";
  HttpHeaders headers;
  const auto server = Serve(
      [&](HttpExchange& exchange) { exchange.Respond(status, body, headers); });
  ClientRoad road;
  HttpSession session(road, UrlOf(*server), kCredentials);

  const absl::Status refused = session.Login(Context());
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition,
                                EndsWith("/auth/login answers 503")));
  EXPECT_EQ(GetOutput(refused), "no IAM yet\n");

  status = 401;
  EXPECT_THAT(session.Login(Context()),
              StatusIs(absl::StatusCode::kPermissionDenied,
                       EndsWith("/auth/login answers 401")));
  status = 200;
  EXPECT_THAT(session.Login(Context()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       EndsWith("gives no token")));
  body = R"({"token": ""})";
  EXPECT_THAT(session.Login(Context()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       EndsWith("gives no token")));
  body = R"({"token": "secret"})";
  const absl::Status no_cookie = session.Login(Context());
  EXPECT_THAT(no_cookie, StatusIs(absl::StatusCode::kFailedPrecondition,
                                  EndsWith("sets no cookie")));
  EXPECT_THAT(no_cookie.ToString(), Not(HasSubstr("secret")));
  headers = {{"Set-Cookie", "other=1"},
             {"Set-Cookie", "dcos-acs-auth-cookie=1"}};
  EXPECT_THAT(session.Login(Context()), IsOk());
}

TEST(HttpSession, ShowsAnAnswerThatIsNoSuchJson) {
  const auto server = Serve([&](HttpExchange& exchange) {
    if (exchange.request().method == "POST") return AnswerLogin(exchange, 1);
    exchange.Respond(200, "<html>\n<b>welcome</b>");
  });
  ClientRoad road;
  HttpSession session(road, UrlOf(*server), kCredentials);
  dcos::MesosAgents agents;

  const absl::Status status =
      session.GetJson(Context(), "/mesos/master/slaves", agents);

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("/mesos/master/slaves answers what "
                                         "is not understood")));
  EXPECT_EQ(GetOutput(status), "<html>\n<b>welcome</b>\n");
}

TEST(HttpSession, TellsWhoDoesNotAnswer) {
  auto server = Serve([](HttpExchange&) {});
  const std::string url = UrlOf(*server);
  server.reset();
  ClientRoad road;
  HttpSession session(road, url, kCredentials);

  EXPECT_THAT(session.Get(Context(), "/a"),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr(url)));
}

TEST(HttpSession, EndsWithItsContext) {
  const auto server = Serve([](HttpExchange& exchange) {
    exchange.Hijack("");
    while (!exchange.Read().empty()) {
    }
  });
  ClientRoad road;
  HttpSession session(road, UrlOf(*server), kCredentials);

  EXPECT_THAT(
      session.Login(Context().WithTimeout(absl::Milliseconds(50))),
      StatusIs(absl::StatusCode::kDeadlineExceeded, EndsWith("timed out")));
}

}  // namespace
}  // namespace minidcos
