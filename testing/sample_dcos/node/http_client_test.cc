#include "testing/sample_dcos/node/http_client.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

void Echo(HttpExchange& exchange) {
  exchange.Respond(
      201,
      absl::StrCat(exchange.request().method, " ", exchange.request().path, " ",
                   exchange.request().Header("x-color"), " ", exchange.Body()),
      {{"X-Answer", "yes"}});
}

TEST(CallHttp, SendsARequestAndReadsItsAnswer) {
  const auto server = HttpServer::ListenTcp("127.0.0.1", 0, &Echo);
  ASSERT_THAT(server, IsOk());
  const auto answer =
      CallHttp({.method = "PUT",
                .address = absl::StrCat("127.0.0.1:", (*server)->port()),
                .target = "/a%28b%29",
                .headers = {{"X-Color", "red"}},
                .body = "body"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->body, "PUT /a(b) red body");
  EXPECT_THAT(answer->headers, Contains(Pair("x-answer", "yes")));
}

TEST(CallHttp, ReachesAUnixSocket) {
  const auto folder = ScopedFolder::Make("/tmp", "http-");
  ASSERT_THAT(folder, IsOk());
  const std::string path = folder->path() + "/socket";
  const auto server = HttpServer::ListenUnix(path, &Echo);
  ASSERT_THAT(server, IsOk());
  const auto answer = CallHttp({.address = "unix:" + path, .target = "/x"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->body, "GET /x  ");
}

TEST(CallHttp, SaysWhomItCouldNotReach) {
  EXPECT_THAT(CallHttp({.address = "127.0.0.1:1"}),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("127.0.0.1:1: Connection refused")));
  EXPECT_THAT(CallHttp({.address = "nonsense"}),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST(CallHttp, RefusesHalfAnAnswer) {
  const auto server =
      HttpServer::ListenTcp("127.0.0.1", 0, [](HttpExchange& exchange) {
        exchange.Hijack("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
      });
  ASSERT_THAT(server, IsOk());
  EXPECT_THAT(
      CallHttp({.address = absl::StrCat("127.0.0.1:", (*server)->port())}),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr("cut short")));
}

}  // namespace
}  // namespace minidcos::sample
