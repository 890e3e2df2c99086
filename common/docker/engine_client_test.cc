// What EngineClient does with answers that the contract suite
// (testing/engine_contract) does not get.

#include "common/docker/engine_client.h"

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kSwitch[] = "HTTP/1.1 101 UPGRADED\r\n\r\n";

Context Limit() { return Context().WithTimeout(absl::Seconds(30)); }

std::vector<std::string> Paths(const FakeEngine& engine) {
  std::vector<std::string> paths;
  for (const auto& request : engine.requests()) paths.push_back(request.path);
  return paths;
}

TEST(EngineClient, StopsAtOnceWhenInterrupted) {
  FakeEngine engine;
  engine.AddContainer({.name = "node"});
  const auto stall = engine.StallNext("DELETE", "/containers/node");
  Cancellation cancellation;
  std::thread interrupt([&] {
    stall->WaitForRequest();
    cancellation.Cancel();
  });
  EXPECT_THAT(engine.client().RemoveContainer(
                  Limit().WithCancellation(cancellation), "node"),
              StatusIs(absl::StatusCode::kCancelled));
  interrupt.join();
}

TEST(EngineClient, MapsStatusCodesAndKeepsTheEnginesWords) {
  const std::vector<std::pair<int, absl::StatusCode>> cases = {
      {301, absl::StatusCode::kUnknown},
      {400, absl::StatusCode::kInvalidArgument},
      {401, absl::StatusCode::kPermissionDenied},
      {403, absl::StatusCode::kPermissionDenied},
      {404, absl::StatusCode::kNotFound},
      {409, absl::StatusCode::kFailedPrecondition},
      {500, absl::StatusCode::kUnknown},
      {503, absl::StatusCode::kUnknown}};
  FakeEngine engine;
  for (const auto& [status, code] : cases) {
    engine.FailNext("POST", "/containers/node/start", status, "the cause\n");
    EXPECT_THAT(engine.client().StartContainer(Limit(), "node"),
                StatusIs(code, "the cause"));
  }
}

TEST(EngineClient, TellsAnErrorThatIsNotTheEngines) {
  FakeEngine engine;
  engine.AnswerNext("GET", "/info",
                    "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 20\r\n\r\n"
                    "<html>proxy\n</html>\n");
  EXPECT_THAT(engine.client().Info(Limit()),
              StatusIs(absl::StatusCode::kUnknown,
                       "the engine answered with HTTP status 502: "
                       "<html>proxy"));
  engine.AnswerNext("GET", "/info",
                    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  EXPECT_THAT(engine.client().Info(Limit()),
              StatusIs(absl::StatusCode::kNotFound,
                       "the engine answered with HTTP status 404"));
}

TEST(EngineClient, TellsAnAnswerThatItDoesNotUnderstand) {
  FakeEngine engine;
  engine.AnswerNext("GET", "/containers/json",
                    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n[{x]}");
  EXPECT_THAT(engine.client().ListContainers(Limit(), {}),
              StatusIs(absl::StatusCode::kUnknown,
                       HasSubstr("the engine's answer to '/containers/json'")));
}

TEST(EngineClient, TellsAnAnswerThatIsCut) {
  FakeEngine engine;
  engine.AnswerNext("GET", "/containers/json",
                    "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n[{");
  EXPECT_THAT(engine.client().ListContainers(Limit(), {}),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("cannot reach the Docker engine at")));
}

TEST(EngineClient, TellsANameConflictFromOthers) {
  FakeEngine engine;
  engine.AddContainer({.name = "node"});
  docker::CreateContainerRequest request;
  request.set_image("image");
  EXPECT_THAT(engine.client().CreateContainer(Limit(), "node", request),
              StatusIs(absl::StatusCode::kAlreadyExists,
                       HasSubstr("\"/node\" is already in use")));
  engine.FailNext("POST", "/containers/create", 409, "marked for removal");
  EXPECT_THAT(engine.client().CreateContainer(Limit(), "other", request),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(EngineClient, WaitsForARemovalUnderWay) {
  constexpr char kUnderWay[] =
      "removal of container node is already in progress";
  FakeEngine engine;
  // The other's removal comes to its end...
  engine.FailNext("DELETE", "/containers/node", 409, kUnderWay);
  engine.FailNext("DELETE", "/containers/node", 409, kUnderWay);
  EXPECT_THAT(engine.client().RemoveContainer(Limit(), "node"), IsOk());
  EXPECT_EQ(engine.faults_left(), 0);
  // ...or fails, so that ours does it...
  engine.AddContainer({.name = "node"});
  engine.FailNext("DELETE", "/containers/node", 409, kUnderWay);
  EXPECT_THAT(engine.client().RemoveContainer(Limit(), "node"), IsOk());
  EXPECT_THAT(engine.containers(), IsEmpty());
  // ...or there is none.
  EXPECT_THAT(engine.client().RemoveContainer(Limit(), "node"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(EngineClient, TakesAContainerThatIsBeingRemovedForGone) {
  FakeEngine engine;
  engine.AddContainer({.name = "node"});
  engine.AddContainer({.name = "going", .state = "removing"});
  engine.FailNext("HEAD", "/containers/.*/archive", 500, "");
  EXPECT_THAT(engine.client().PathExists(Limit(), "node", "/etc"),
              StatusIs(absl::StatusCode::kUnknown));
  engine.FailNext("HEAD", "/containers/.*/archive", 500, "");
  EXPECT_THAT(engine.client().PathExists(Limit(), "going", "/etc"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(EngineClient, EncodesWhatGoesIntoAPath) {
  FakeEngine engine;
  const std::string odd = "a/../b?c=d#e%20 f";
  EXPECT_THAT(engine.client().InspectContainer(Limit(), odd),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr(odd)));
  EXPECT_THAT(engine.client().PathExists(Limit(), "node", "/x&y=z"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(engine.client().InspectImage(Limit(), "a.b:5000/c/d:e?f"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Paths(engine),
              ElementsAre("/_ping", absl::StrCat("/containers/", odd, "/json"),
                          "/containers/node/archive", "/containers/node/json",
                          "/images/a.b:5000/c/d:e?f/json"));
  EXPECT_EQ(engine.requests()[2].query.find("path")->second, "/x&y=z");
}

TEST(EngineClient, SendsNothingThatIsNotUtf8) {
  FakeEngine engine;
  EXPECT_THAT(engine.client().ListContainers(Limit(), {{"label", {"\xff"}}}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  docker::CreateExecRequest request;
  request.add_cmd("\xff");
  EXPECT_THAT(engine.client().CreateExec(Limit(), "node", request),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Paths(engine), ElementsAre("/_ping"));
}

TEST(EngineClient, TellsAStreamThatIsCut) {
  FakeEngine engine;
  engine.AnswerNext(
      "POST", "/exec/1/start",
      absl::StrCat(kSwitch, absl::string_view("\1\0\0\0\0\0\0\5ab", 10)));
  const auto stream = engine.client().StartExec(Limit(), "1", /*tty=*/false);
  ASSERT_THAT(stream, IsOk());
  EXPECT_EQ((*stream)->Read(Limit())->bytes, "ab");
  EXPECT_THAT((*stream)->Read(Limit()),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("cut")));
}

TEST(EngineClient, TellsAStreamThatIsNotFramed) {
  FakeEngine engine;
  engine.AnswerNext("POST", "/exec/1/start",
                    absl::StrCat(kSwitch, "plain text"));
  const auto stream = engine.client().StartExec(Limit(), "1", /*tty=*/false);
  ASSERT_THAT(stream, IsOk());
  EXPECT_THAT((*stream)->Read(Limit()), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace minidcos
