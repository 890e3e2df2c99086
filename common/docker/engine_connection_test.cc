// How EngineClient comes to an engine: where it is, whether it answers, and in
// which version.

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/engine_choice.h"
#include "common/base/monotonic_clock.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ApiVersion = DockerClient::ApiVersion;

Context Limit() { return Context().WithTimeout(absl::Seconds(30)); }

std::vector<std::string> Paths(const FakeEngine& engine) {
  std::vector<std::string> paths;
  for (const auto& request : engine.requests()) paths.push_back(request.path);
  return paths;
}

TEST(EngineConnection, SpeaksTheLowerVersion) {
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

TEST(EngineConnection, TakesAnInsecureEngineIfTheEnvironmentSaysSo) {
  setenv("DOCKER_HOST", "tcp://198.51.100.1:2375", 1);
  const auto code = [](const char* value) {
    setenv("MINIDCOS_ALLOW_INSECURE_ENGINE", value, 1);
    return ConnectToEngine().status().code();
  };
  EXPECT_EQ(code(""), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(code("0"), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(code("1"), absl::StatusCode::kOk);
  EXPECT_EQ(code("perhaps"), absl::StatusCode::kInvalidArgument);
  setenv("MINIDCOS_ALLOW_INSECURE_ENGINE", "1", 1);
  EXPECT_THAT(ConnectToEngine(EngineChoice()).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition))
      << "what a tool's flags say counts alone";
  unsetenv("MINIDCOS_ALLOW_INSECURE_ENGINE");
  unsetenv("DOCKER_HOST");
}

TEST(EngineConnection, SpeaksTheVersionOfTheEnvironmentUnasked) {
  FakeEngine engine;
  const auto speak = [&](const char* version) {
    setenv("DOCKER_API_VERSION", version, 1);
    const auto client = ConnectToEngine({.host = engine.host()});
    unsetenv("DOCKER_API_VERSION");
    return (*client)->ListContainers(Limit(), {}).status();
  };
  EXPECT_THAT(speak("1.40"), IsOk());
  EXPECT_THAT(Paths(engine),
              testing::ElementsAre(testing::HasSubstr("/containers/json")));
  EXPECT_THAT(speak("new"), StatusIs(absl::StatusCode::kInvalidArgument,
                                     HasSubstr("DOCKER_API_VERSION: 'new'")));
  EXPECT_THAT(speak("1.29"), StatusIs(absl::StatusCode::kFailedPrecondition,
                                      "DOCKER_API_VERSION is 1.29; at least "
                                      "1.30 is needed"));
  EXPECT_THAT(speak("1.50"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("DOCKER_API_VERSION is 1.50: client version "
                                 "1.50 is too new")));
}

TEST(EngineConnection, RefusesAnEngineThatIsTooOld) {
  FakeEngine engine;
  engine.SetApiVersion("1.29");
  EXPECT_THAT(engine.client().ListContainers(Limit(), {}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr(engine.host()), HasSubstr("1.29"),
                             HasSubstr("1.30"))));
}

// Not of the version that the environment names.
TEST(EngineConnection, SaysWhoIsTooOld) {
  FakeEngine engine;
  engine.SetApiVersion("1.29");
  setenv("DOCKER_API_VERSION", "1.41", 1);
  const auto client = ConnectToEngine({.host = engine.host()});
  unsetenv("DOCKER_API_VERSION");
  ASSERT_THAT(client, IsOk());
  EXPECT_THAT((*client)->Ping(Limit()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr(engine.host()),
                             HasSubstr("speaks API version 1.29"))));
}

TEST(EngineConnection, AsksForTheVersionOnce) {
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

TEST(EngineConnection, AsksAgainAfterAFailure) {
  FakeEngine engine;
  engine.FailNext("GET", "/_ping", 500, "starting up");
  EXPECT_THAT(engine.client().NegotiatedVersion(Limit()),
              StatusIs(absl::StatusCode::kUnknown, "starting up"));
  EXPECT_THAT(engine.client().NegotiatedVersion(Limit()), IsOk());
}

TEST(EngineConnection, TellsThatThereIsNoEngine) {
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

TEST(EngineConnection, TellsThatTheSocketRefusesUs) {
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

TEST(EngineConnection, TellsThatSomethingElseAnswers) {
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

TEST(EngineConnection, TellsThatTheEngineWantsTls) {
  FakeEngine engine;
  engine.AnswerNext("GET", "/_ping",
                    "HTTP/1.0 400 Bad Request\r\n\r\n"
                    "Client sent an HTTP request to an HTTPS server.\n");
  EXPECT_THAT(engine.client().Version(Limit()),
              StatusIs(absl::StatusCode::kUnavailable,
                       AllOf(HasSubstr("HTTPS server."),
                             HasSubstr("DOCKER_TLS_VERIFY is not set"))));
}

TEST(EngineConnection, GivesUpAnEngineThatIsStuck) {
  FakeEngine engine;
  engine.StallNext("GET", "/_ping");
  const absl::Duration start = MonotonicNow();
  EXPECT_THAT(
      engine.client().Version(Context()),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no answer for 10s")));
  EXPECT_LT(MonotonicNow() - start, absl::Seconds(20));
}

TEST(EngineConnection, GoesOnAfterTheEngineHasRestarted) {
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
