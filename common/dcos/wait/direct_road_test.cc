#include "common/dcos/wait/direct_road.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
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

class FindDirectRoadTest : public testing::Test {
 protected:
  FindDirectRoadTest()
      : server_(*HttpServer::ListenTcp(
            "127.0.0.1", 0,
            [](HttpExchange& exchange) { exchange.Respond(200, "hello"); })),
        url_(absl::StrCat("http://127.0.0.1:", server_->port())) {}

  absl::StatusOr<std::unique_ptr<HttpRoad>> Find(
      const std::string& url, FakeTransport::Handler handler) {
    return FindDirectRoad(
        Context(),
        FakeNode(NodeRole::kMaster, 0, "127.0.0.1",
                 std::make_shared<FakeTransport>(std::move(handler))),
        url, "");
  }

  std::unique_ptr<HttpServer> server_;
  const std::string url_;
};

TEST_F(FindDirectRoadTest, FindsOneToANodeThatSeesTheConnection) {
  const auto road = Find(url_, RunHere);
  ASSERT_THAT(road, IsOk());
  ASSERT_NE(*road, nullptr);
  const auto response = (*road)->Send(Context(), {.url = url_});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->body, "hello");
}

TEST_F(FindDirectRoadTest, FindsNoneToSomebodyElse) {
  EXPECT_THAT(
      Find(
          url_,
          [](const Context&, const FakeCall&) -> absl::StatusOr<CommandResult> {
            return CommandResult{
                .stdout_text =
                    "  sl  local_address rem_address   st tx_queue rx_queue\n"
                    "   0: 020011AC:0050 00000000:0000 0A 00000000:00000000\n"};
          }),
      IsOkAndHolds(testing::IsNull()));
}

TEST_F(FindDirectRoadTest, FindsNoneWhereNothingCanBeReached) {
  server_.reset();
  EXPECT_THAT(Find(url_, RunHere), IsOkAndHolds(testing::IsNull()));
}

TEST_F(FindDirectRoadTest, TellsThatTheNodeCannotBeAsked) {
  EXPECT_THAT(Find(url_,
                   [](const Context&,
                      const FakeCall&) -> absl::StatusOr<CommandResult> {
                     return absl::UnavailableError("no engine");
                   }),
              StatusIs(absl::StatusCode::kUnavailable, "master_0: no engine"));
}

}  // namespace
}  // namespace minidcos
