#include "tools/web/web.h"

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/fake_nodes.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// Nobody listens there.
constexpr char kSilent[] = "127.0.0.1:1";

class FindWebPageTest : public ::testing::Test {
 protected:
  // Adds a master that answers, or not, at `address`.
  void AddMaster(int index, const std::string& address,
                 const std::string& state = "running") {
    FakeContainer master = FakeNodeContainer("x", NodeRole::kMaster, index);
    master.ip_address = address;
    master.state = state;
    engine_.AddContainer(master);
  }

  // The next container that is asked for publishes `container_port` as the port
  // of the server.
  void Publish(const std::string& container_port, const std::string& host_ip) {
    const std::string details =
        absl::StrCat(R"({"NetworkSettings": {"Ports": {")", container_port,
                     R"(": [{"HostIp": ")", host_ip, R"(", "HostPort": ")",
                     server_->port(), R"("}]}}})");
    engine_.AnswerNext("GET", "/containers/[^/]+/json",
                       absl::StrCat("HTTP/1.1 200 OK\r\nContent-Length: ",
                                    details.size(), "\r\n\r\n", details));
  }

  std::string Served() const {
    return absl::StrCat("127.0.0.1:", server_->port());
  }

  absl::StatusOr<std::string> Find(absl::Duration timeout = absl::Seconds(30)) {
    return FindWebPage(Context().WithTimeout(absl::Seconds(60)),
                       engine_.client(), "x", timeout, NoProgress());
  }

  FakeEngine engine_;
  std::atomic<int> asked_ = 0;
  const std::unique_ptr<HttpServer> server_ = *HttpServer::ListenTcp(
      "127.0.0.1", 0, [](HttpExchange& exchange) { exchange.Respond(503); });
};

TEST_F(FindWebPageTest, IsThatOfTheMasterWhateverItAnswers) {
  AddMaster(0, Served());
  EXPECT_THAT(Find(), IsOkAndHolds(absl::StrCat("http://", Served())));
}

TEST_F(FindWebPageTest, IsThatOfAnyMasterThatRunsAndAnswers) {
  AddMaster(0, "127.0.0.1:2", "exited");
  AddMaster(1, kSilent);
  AddMaster(2, Served());
  EXPECT_THAT(Find(), IsOkAndHolds(absl::StrCat("http://", Served())));
}

TEST_F(FindWebPageTest, IsAtAPublishedPortWhereTheAddressIsSilent) {
  AddMaster(0, kSilent);
  for (const char* host_ip : {"127.0.0.1", "0.0.0.0", ""}) {
    Publish("80/tcp", host_ip);
    EXPECT_THAT(Find(), IsOkAndHolds(absl::StrCat("http://", Served())));
  }
  Publish("443/tcp", "127.0.0.1");
  EXPECT_THAT(Find(), IsOkAndHolds(absl::StrCat("https://", Served())));
}

TEST_F(FindWebPageTest, PrefersTheAddressToAPublishedPort) {
  AddMaster(0, Served());
  Publish("443/tcp", "127.0.0.1");
  EXPECT_THAT(Find(), IsOkAndHolds(absl::StrCat("http://", Served())));
}

TEST_F(FindWebPageTest, IsNotAtAnotherPort) {
  AddMaster(0, kSilent);
  for (const char* port : {"8080/tcp", "80/udp"}) {
    Publish(port, "127.0.0.1");
    EXPECT_THAT(Find(absl::Milliseconds(1)),
                StatusIs(absl::StatusCode::kDeadlineExceeded));
  }
}

TEST_F(FindWebPageTest, WaitsUntilItAnswers) {
  AddMaster(0, kSilent);
  const auto other =
      HttpServer::ListenTcp("127.0.0.1", 0, [this](HttpExchange& exchange) {
        // The first one who asks is turned away.
        if (asked_++ == 0) return exchange.Hijack("");
        exchange.Respond(200);
      });
  ASSERT_THAT(other, IsOk());
  const std::string address = absl::StrCat("127.0.0.1:", (*other)->port());
  AddMaster(1, address);
  EXPECT_THAT(Find(), IsOkAndHolds(absl::StrCat("http://", address)));
  EXPECT_EQ(asked_, 2);
}

TEST_F(FindWebPageTest, SaysWhatWasTriedAndWhatToDo) {
  AddMaster(0, kSilent);
  EXPECT_THAT(
      Find(absl::Milliseconds(1)),
      StatusIs(absl::StatusCode::kDeadlineExceeded,
               AllOf(HasSubstr("nothing answers at http://127.0.0.1:1 ("),
                     HasSubstr("'minidcos wait --cluster-id x'"))));
}

TEST_F(FindWebPageTest, FailsWithoutAMasterThatRuns) {
  AddMaster(0, "", "exited");
  EXPECT_THAT(Find(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               "no master of cluster 'x' runs"));
}

TEST_F(FindWebPageTest, FailsWithoutACluster) {
  EXPECT_THAT(Find(), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace minidcos
