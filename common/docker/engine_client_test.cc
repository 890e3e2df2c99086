// What EngineClient does beside the contract (testing/engine_contract): finding
// the engine, agreeing on a version, and all that can go wrong.

#include "common/docker/engine_client.h"

#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ApiVersion = DockerClient::ApiVersion;

constexpr char kSwitch[] = "HTTP/1.1 101 UPGRADED\r\n\r\n";

Context Limit() { return Context().WithTimeout(absl::Seconds(30)); }

std::vector<std::string> Paths(const FakeEngine& engine) {
  std::vector<std::string> paths;
  for (const auto& request : engine.requests()) paths.push_back(request.path);
  return paths;
}

TEST(EngineClient, SpeaksTheLowerVersion) {
  const std::vector<std::pair<std::string, ApiVersion>> cases = {
      {"1.30", {1, 30}},
      {"1.41", {1, 41}},
      {"1.52", {1, 52}},
      {"1.60", {1, 52}},
      {"2.0", {1, 52}}};
  for (const auto& [newest, spoken] : cases) {
    FakeEngine engine;
    engine.SetApiVersion(newest);
    const auto version = engine.client().NegotiatedVersion(Limit());
    ASSERT_THAT(version, IsOk()) << newest;
    EXPECT_EQ(*version, spoken);
  }
}

TEST(EngineClient, RefusesAnEngineThatIsTooOld) {
  FakeEngine engine;
  engine.SetApiVersion("1.29");
  EXPECT_THAT(engine.client().ListContainers(Limit(), {}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr(engine.host()), HasSubstr("1.29"),
                             HasSubstr("1.30"))));
}

TEST(EngineClient, AsksForTheVersionOnce) {
  FakeEngine engine;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      EXPECT_THAT(engine.client().ListContainers(Limit(), {}), IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(Paths(engine),
              AllOf(SizeIs(9), testing::Contains("/_ping").Times(1)));
}

TEST(EngineClient, AsksAgainAfterAFailure) {
  FakeEngine engine;
  engine.FailNext("GET", "/_ping", 500, "starting up");
  EXPECT_THAT(engine.client().NegotiatedVersion(Limit()),
              StatusIs(absl::StatusCode::kUnknown, "starting up"));
  EXPECT_THAT(engine.client().NegotiatedVersion(Limit()), IsOk());
}

TEST(EngineClient, TellsThatThereIsNoEngine) {
  const auto client = NewEngineClient("unix:///nonexistent/socket");
  ASSERT_THAT(client, IsOk());
  EXPECT_EQ((*client)->host(), "unix:///nonexistent/socket");
  EXPECT_THAT((*client)->ListContainers(Limit(), {}),
              StatusIs(absl::StatusCode::kUnavailable,
                       "cannot reach the Docker engine at "
                       "'unix:///nonexistent/socket': No such file or "
                       "directory; is it running?"));
  const auto tcp = NewEngineClient("tcp://127.0.0.1:1");
  ASSERT_THAT(tcp, IsOk());
  EXPECT_THAT((*tcp)->Version(Limit()),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("'tcp://127.0.0.1:1': Connection refused")));
}

TEST(EngineClient, TellsThatTheSocketRefusesUs) {
  FakeEngine engine;
  const std::string socket(absl::StripPrefix(engine.host(), "unix://"));
  ASSERT_EQ(chmod(socket.c_str(), 0), 0);
  // To root nothing is refused.
  const uid_t user = geteuid();
  ASSERT_EQ(seteuid(user == 0 ? 65534 : user), 0);
  const auto version = engine.client().Version(Limit());
  ASSERT_EQ(seteuid(user), 0);
  EXPECT_THAT(version, StatusIs(absl::StatusCode::kPermissionDenied,
                                AllOf(HasSubstr(engine.host()),
                                      HasSubstr("group 'docker'"))));
}

TEST(EngineClient, TellsThatSomethingElseAnswers) {
  for (const char* answer :
       {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK",
        "HTTP/1.1 200 OK\r\nApi-Version: x.y\r\nContent-Length: 0\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n", ""}) {
    FakeEngine engine;
    engine.AnswerNext("GET", "/_ping", answer);
    EXPECT_THAT(engine.client().Version(Limit()),
                StatusIs(absl::StatusCode::kUnavailable,
                         HasSubstr("cannot reach the Docker engine at")))
        << answer;
  }
}

TEST(EngineClient, GivesUpAnEngineThatIsStuck) {
  FakeEngine engine;
  engine.StallNext("GET", "/_ping");
  const absl::Duration start = MonotonicNow();
  EXPECT_THAT(
      engine.client().Version(Context()),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no answer for 10s")));
  EXPECT_LT(MonotonicNow() - start, absl::Seconds(20));
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

TEST(EngineClient, GoesOnAfterTheEngineHasRestarted) {
  FakeEngine engine;
  engine.AddContainer({.name = "node"});
  EXPECT_THAT(engine.client().InspectContainer(Limit(), "node"), IsOk());
  engine.DropConnections();
  EXPECT_THAT(engine.client().InspectContainer(Limit(), "node"), IsOk());
  engine.DropConnections();
  EXPECT_THAT(engine.client().RemoveContainer(Limit(), "node"), IsOk());
}

}  // namespace
}  // namespace minidcos
