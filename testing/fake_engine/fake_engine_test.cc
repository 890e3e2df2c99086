#include "testing/fake_engine/fake_engine.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/tar.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/engine_client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::StartsWith;

Context Limit() { return Context().WithTimeout(absl::Seconds(30)); }

TEST(FakeEngine, ShowsWhatTheTestAdds) {
  FakeEngine engine;
  EXPECT_THAT(engine.host(), StartsWith("unix:///tmp/"));
  engine.AddContainer({.name = "a", .labels = {{"l", "1"}}});
  engine.AddContainer({.name = "b", .labels = {{"l", "2"}}, .state = "exited"});
  engine.AddVolume({.name = "v", .labels = {{"l", "1"}}});
  engine.AddNetwork({.name = "n", .labels = {{"l", "1"}}});
  engine.AddImage({.reference = "i", .labels = {{"l", "1"}}});
  const EngineFilters filter = {{"label", {"l=1"}}};
  const auto containers = engine.client().ListContainers(Limit(), filter);
  ASSERT_THAT(containers, IsOk());
  ASSERT_THAT(containers->items(), SizeIs(1));
  EXPECT_EQ(containers->items(0).names(0), "/a");
  EXPECT_EQ(engine.client().ListVolumes(Limit(), filter)->volumes(0).name(),
            "v");
  EXPECT_EQ(engine.client().ListNetworks(Limit(), filter)->items(0).name(),
            "n");
  EXPECT_EQ(engine.client().ListImages(Limit(), filter)->items(0).repo_tags(0),
            "i:latest");
}

TEST(FakeEngine, IsTheSameOverTcp) {
  FakeEngine engine;
  engine.AddContainer({.name = "a"});
  const auto client = NewEngineClient(engine.ServeTcp());
  ASSERT_THAT(client, IsOk());
  EXPECT_THAT((*client)->host(), StartsWith("tcp://127.0.0.1:"));
  EXPECT_THAT((*client)->InspectContainer(Limit(), "a"), IsOk());
}

TEST(FakeEngine, ShowsWhatTheClientDid) {
  FakeEngine engine;
  docker::CreateContainerRequest request;
  request.set_image("image");
  const auto created =
      engine.client().CreateContainer(Limit(), "node", request);
  ASSERT_THAT(created, IsOk());
  ASSERT_THAT(engine.containers(), SizeIs(1));
  EXPECT_EQ(engine.FindContainer("node")->id, created->id());
  EXPECT_EQ(engine.FindContainer("node")->state, "created");
  ASSERT_THAT(engine.client().RemoveContainer(Limit(), "node"), IsOk());
  EXPECT_THAT(engine.containers(), IsEmpty());
  std::vector<std::string> seen;
  for (const FakeEngine::Request& r : engine.requests()) {
    seen.push_back(r.method + " " + r.path);
  }
  EXPECT_THAT(seen, ElementsAre("GET /_ping", "POST /containers/create",
                                "DELETE /containers/node"));
  EXPECT_EQ(engine.requests()[1].version, "1.41");
}

TEST(FakeEngine, KeepsWhatAnImageWasBuiltOf) {
  FakeEngine engine;
  TarWriter writer;
  writer.AddFile("Dockerfile", "FROM image\nLABEL a=$who b=\"2 3\" \"c\"=4\n",
                 0644);
  const std::string tar = *writer.Finish();
  ASSERT_THAT(engine.client().BuildImage(
                  Limit(),
                  {.reference = "built:1", .build_args = {{"who", "me & you"}}},
                  tar, nullptr),
              IsOk());
  const FakeImage image = engine.images().back();
  EXPECT_EQ(image.reference, "built:1");
  EXPECT_EQ(image.tar, tar);
  EXPECT_THAT(image.labels, ElementsAre(Pair("a", "me & you"), Pair("b", "2 3"),
                                        Pair("c", "4")));
}

TEST(FakeEngine, RunsScriptedExecs) {
  FakeEngine engine;
  engine.AddContainer({.name = "node"});
  engine.OnExec({"a", "b"}, {.stdout_text = "ab", .exit_code = 3});
  engine.OnAnyExec([](const FakeExecCall& call) {
    return FakeRun{.stdout_text = call.container + call.request.user()};
  });
  const auto run = [&](const std::vector<std::string>& argv) {
    docker::CreateExecRequest request;
    for (const std::string& word : argv) request.add_cmd(word);
    request.set_user("me");
    const auto exec = engine.client().CreateExec(Limit(), "node", request);
    EXPECT_THAT(exec, IsOk());
    auto stream = engine.client().StartExec(Limit(), *exec, false);
    EXPECT_THAT(stream, IsOk());
    return (*stream)->Read(Limit())->bytes;
  };
  EXPECT_EQ(run({"a", "b"}), "ab");
  EXPECT_EQ(run({"a"}), "nodeme");
  EXPECT_THAT(engine.execs(), SizeIs(2));
}

TEST(FakeEngine, BootsANodeOnTheConsole) {
  FakeEngine engine;
  docker::CreateContainerRequest request;
  request.set_image("image");
  request.set_tty(true);
  const auto created =
      engine.client().CreateContainer(Limit(), "node", request);
  ASSERT_THAT(created, IsOk());
  const auto console =
      engine.client().AttachContainer(Limit(), created->id(), {.tty = true});
  ASSERT_THAT(console, IsOk());
  ASSERT_THAT(engine.client().StartContainer(Limit(), "node"), IsOk());
  EXPECT_EQ((*console)->Read(Limit())->bytes, "minidcos-ready running -\r\n");
  engine.Print("node", "more");
  EXPECT_EQ((*console)->Read(Limit())->bytes, "more");
  engine.Exit("node", 1);
  EXPECT_EQ((*console)->Read(Limit())->bytes, "");
  EXPECT_THAT(engine.client().WaitContainer(Limit(), "node"), IsOkAndHolds(1));
}

TEST(FakeEngine, RefusesPrivilegesAtTheStart) {
  FakeEngine engine;
  engine.RefusePrivileged();
  docker::CreateContainerRequest request;
  request.set_image("image");
  request.mutable_host_config()->set_privileged(true);
  ASSERT_THAT(engine.client().CreateContainer(Limit(), "node", request),
              IsOk());
  EXPECT_THAT(
      engine.client().StartContainer(Limit(), "node"),
      StatusIs(absl::StatusCode::kInvalidArgument,
               testing::HasSubstr("unable to apply caps: operation not")));
}

TEST(FakeEngine, FailsTheNextRequestOnly) {
  FakeEngine engine;
  engine.AddContainer({.name = "node"});
  engine.FailNext("GET", "/containers/.*/json", 500, "out of order");
  EXPECT_THAT(engine.client().ListContainers(Limit(), {}), IsOk());
  EXPECT_EQ(engine.faults_left(), 1);
  EXPECT_THAT(engine.client().InspectContainer(Limit(), "node"),
              StatusIs(absl::StatusCode::kUnknown, "out of order"));
  EXPECT_EQ(engine.faults_left(), 0);
  EXPECT_THAT(engine.client().InspectContainer(Limit(), "node"), IsOk());
}

TEST(FakeEngine, DoesTheWorkAndLosesTheAnswer) {
  FakeEngine engine;
  engine.AddContainer({.name = "node"});
  engine.LoseNextAnswer("DELETE", "/containers/node");
  EXPECT_THAT(engine.client().RemoveContainer(Limit(), "node"),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(engine.containers(), IsEmpty());
}

TEST(FakeEngine, HoldsARequestBack) {
  FakeEngine engine;
  engine.AddContainer({.name = "node"});
  const auto stall = engine.StallNext("DELETE", "/containers/node");
  std::thread client([&] {
    EXPECT_THAT(engine.client().RemoveContainer(Limit(), "node"), IsOk());
  });
  stall->WaitForRequest();
  EXPECT_THAT(engine.containers(), SizeIs(1));
  stall->Release();
  client.join();
  EXPECT_THAT(engine.containers(), IsEmpty());
}

TEST(FakeEngine, EndsThoughSomethingIsStillHeldBack) {
  FakeEngine engine;
  engine.AddContainer({.name = "node"});
  engine.StallNext("GET", "/containers/json");
  EXPECT_THAT(engine.client().ListContainers(
                  Context().WithTimeout(absl::Milliseconds(50)), {}),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(engine.client().WaitContainer(
                  Context().WithTimeout(absl::Milliseconds(50)), "node"),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace minidcos
