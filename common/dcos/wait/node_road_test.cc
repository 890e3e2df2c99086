#include "common/dcos/wait/node_road.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/dcos/wait/run_here.h"
#include "common/http/http_message.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// A node whose commands run on this machine, with its curl.
class NodeRoadTest : public testing::Test {
 protected:
  void Serve(HttpHandler handler) {
    auto server = HttpServer::ListenTcp("127.0.0.1", 0, std::move(handler));
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
  }

  std::string Url(absl::string_view path) const {
    return absl::StrCat("http://127.0.0.1:", server_->port(), path);
  }

  const std::shared_ptr<FakeTransport> transport_ =
      std::make_shared<FakeTransport>(RunHere);
  const Node node_ = FakeNode(NodeRole::kMaster, 0, "127.0.0.1", transport_);
  NodeRoad road_ = NodeRoad(node_, "");
  std::unique_ptr<HttpServer> server_;
};

TEST_F(NodeRoadTest, SendsTheWholeRequestAndNoneOfItAsAnArgument) {
  const std::string body = "{\"a\": \"\\ \\n\"}\r\n\t@'$(true)";
  std::string seen;
  Serve([&](HttpExchange& exchange) {
    seen = absl::StrCat(exchange.request().method, " ", exchange.request().path,
                        " ", exchange.request().Header("authorization"), " ",
                        exchange.Body());
  });

  EXPECT_THAT(
      road_
          .Send(Context(), {.method = "PUT",
                            .url = Url("/x%28%29"),
                            .headers = {{"Authorization", "token=t\"1"}},
                            .body = body})
          .status(),
      IsOk());

  EXPECT_EQ(seen, absl::StrCat("PUT /x() token=t\"1 ", body));
  EXPECT_THAT(transport_->calls()[0].Line(), Not(HasSubstr("token")));
}

TEST_F(NodeRoadTest, GivesTheWholeResponse) {
  Serve([](HttpExchange& exchange) {
    exchange.StartStream(503, {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}});
    exchange.Write("first\r\n\r\n");
    exchange.Write("second");
  });

  const auto response = road_.Send(Context(), {.url = Url("/")});

  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->status, 503);
  EXPECT_EQ(response->headers.count("set-cookie"), 2);
  EXPECT_EQ(response->body, "first\r\n\r\nsecond");
}

TEST_F(NodeRoadTest, FollowsNoRedirect) {
  Serve([](HttpExchange& exchange) {
    exchange.Respond(302, "", {{"Location", "/elsewhere"}});
  });
  const auto response = road_.Send(Context(), {.url = Url("/")});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->status, 302);
}

TEST_F(NodeRoadTest, TellsInCurlsWordsThatNothingAnswers) {
  Serve([](HttpExchange&) {});
  const std::string url = Url("/");
  server_.reset();
  EXPECT_THAT(road_.Send(Context(), {.url = url}),
              StatusIs(absl::StatusCode::kUnavailable,
                       StartsWith("curl: (7) Failed to connect")));
}

TEST_F(NodeRoadTest, EndsWithItsContext) {
  Serve([](HttpExchange& exchange) {
    exchange.Hijack("");
    exchange.Read();
  });
  EXPECT_THAT(road_.Send(Context().WithTimeout(absl::Milliseconds(100)),
                         {.url = Url("/")}),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace minidcos
