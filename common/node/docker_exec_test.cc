#include "common/node/docker_exec.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/tar.h"
#include "common/docker/engine.pb.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/node/node_identity.h"
#include "common/node/transport.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// Bytes of standard output as the engine frames them.
std::string Frame(const std::string& bytes) {
  std::string frame(8, '\0');
  frame[0] = 1;
  frame[7] = static_cast<char>(bytes.size());
  return frame + bytes;
}

constexpr char kUpgraded[] =
    "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

// An engine with the running container "node".
class DockerExecTest : public testing::Test {
 protected:
  DockerExecTest() { engine_.AddContainer({.name = "node"}); }

  absl::StatusOr<int> Run(const Command& command,
                          const Context& ctx = Context()) {
    return node().Run(ctx.WithTimeout(absl::Seconds(30)), command,
                      AppendTo(stdout_), AppendTo(stderr_));
  }

  Node node() {
    return Node({.container_id = "node"},
                NewDockerExecTransport(engine_.client()));
  }

  // Runs a command that does `run`.
  absl::StatusOr<int> RunOneThat(const FakeRun& run) {
    engine_.OnExec({"cmd"}, run);
    return Run({.argv = {"cmd"}});
  }

  static OutputSink AppendTo(std::string& text) {
    return [&text](absl::string_view piece) {
      absl::StrAppend(&text, piece);
      return absl::OkStatus();
    };
  }

  FakeEngine engine_;
  std::string stdout_;
  std::string stderr_;
};

TEST_F(DockerExecTest, KeepsTheStreamsApartAndReturnsTheExitCode) {
  EXPECT_THAT(
      RunOneThat(
          {.stdout_text = "out\n", .stderr_text = "err\n", .exit_code = 42}),
      IsOkAndHolds(42));
  EXPECT_EQ(stdout_, "out\n");
  EXPECT_EQ(stderr_, "err\n");
}

TEST_F(DockerExecTest, PassesEveryByteOn) {
  std::string bytes;
  for (int i = 0; i < 3'000'000; ++i) bytes.push_back(static_cast<char>(i));
  EXPECT_THAT(RunOneThat({.stdout_text = bytes}), IsOkAndHolds(0));
  EXPECT_TRUE(stdout_ == bytes) << stdout_.size();
  EXPECT_EQ(stderr_, "");
}

TEST_F(DockerExecTest, ReturnsTheCodeOfACommandWithoutOutput) {
  EXPECT_THAT(RunOneThat({.exit_code = 1}), IsOkAndHolds(1));
  EXPECT_EQ(stdout_ + stderr_, "");
}

TEST_F(DockerExecTest, AsksForTheCommandAsItIs) {
  EXPECT_THAT(Run({.argv = {"ls", "a b", "$HOME", ""},
                   .environment = {{"A", "1"}, {"B", "x=y z"}},
                   .user = "me",
                   .directory = "/tmp"}),
              IsOkAndHolds(0));
  ASSERT_THAT(engine_.execs(), SizeIs(1));
  const docker::CreateExecRequest request = engine_.execs()[0].request;
  EXPECT_EQ(engine_.execs()[0].container, "node");
  EXPECT_THAT(request.cmd(), ElementsAre("ls", "a b", "$HOME", ""));
  EXPECT_THAT(request.env(), UnorderedElementsAre("A=1", "B=x=y z"));
  EXPECT_EQ(request.user(), "me");
  EXPECT_EQ(request.working_dir(), "/tmp");
  EXPECT_FALSE(request.attach_stdin());
  EXPECT_FALSE(request.tty());
}

// What the engine says on standard output, before the launcher does.
TEST_F(DockerExecTest, TellsWhyTheLauncherCouldNotRun) {
  const std::string text =
      "OCI runtime exec failed: exec failed: unable to start container "
      "process: exec: \"/bin/sh\": no such file or directory: unknown\r\n";
  engine_.AnswerNext("POST", "/exec/.*/start",
                     absl::StrCat(kUpgraded, Frame(text)));
  EXPECT_THAT(Run({.argv = {"cmd"}}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("\"/bin/sh\": no such file")));
  EXPECT_EQ(stdout_, "");
}

TEST_F(DockerExecTest, GivesACommandItsInputToTheEnd) {
  std::vector<std::string> pieces = {"", "c", "b", "a"};
  const auto next = [&](const Context&) {
    std::string piece = pieces.back();
    if (!piece.empty()) pieces.pop_back();
    return absl::StatusOr<std::string>(piece);
  };
  EXPECT_THAT(
      node().Run(Context().WithTimeout(absl::Seconds(30)), {.argv = {"cat"}},
                 AppendTo(stdout_), AppendTo(stderr_), next),
      IsOkAndHolds(0));
  ASSERT_THAT(engine_.execs(), SizeIs(1));
  EXPECT_EQ(engine_.execs()[0].input, "abc");
}

TEST_F(DockerExecTest, EndsACommandWhoseInputFails) {
  engine_.OnExec({"cat"}, {.stays = true});
  const auto fails = [](const Context&) -> absl::StatusOr<std::string> {
    return absl::DataLossError("bad disk");
  };
  EXPECT_THAT(
      node().Run(Context().WithTimeout(absl::Seconds(30)), {.argv = {"cat"}},
                 AppendTo(stdout_), AppendTo(stderr_), fails),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("bad disk")));
}

TEST_F(DockerExecTest, LeavesACommandsOwn126And127) {
  EXPECT_THAT(RunOneThat({.stdout_text = "out", .exit_code = 126}),
              IsOkAndHolds(126));
  EXPECT_THAT(RunOneThat({.stderr_text = "sh: x: not found", .exit_code = 127}),
              IsOkAndHolds(127));
  EXPECT_EQ(stdout_, "out");
  EXPECT_EQ(stderr_, "sh: x: not found");
}

TEST_F(DockerExecTest, FailsOnANodeThatDoesNotRun) {
  engine_.Exit("node", 0);
  EXPECT_THAT(Run({.argv = {"true"}}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("is not running")));
  EXPECT_THAT(engine_.execs(), IsEmpty());
}

TEST_F(DockerExecTest, LooksItselfWhyPodmanRefuses) {
  engine_.Exit("node", 0);
  engine_.FailNext("POST", "/containers/.*/exec", 500, "state improper");
  EXPECT_THAT(Run({.argv = {"true"}}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("it is not running (exited)")));
}

TEST_F(DockerExecTest, FailsOnANodeThatIsGone) {
  ASSERT_THAT(engine_.client().RemoveContainer(Context(), "node"), IsOk());
  EXPECT_THAT(Run({.argv = {"true"}}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("No such container")));
}

TEST_F(DockerExecTest, EndsTheCommandAtAnInterrupt) {
  Cancellation interrupted;
  engine_.OnAnyExec([&](const FakeExecCall&) {
    interrupted.Cancel();
    return FakeRun{.stays = true};
  });
  EXPECT_THAT(Run({.argv = {"sleep"}}, Context().WithCancellation(interrupted)),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(DockerExecTest, EndsAtItsDeadlineWithTheOutputSoFar) {
  engine_.OnExec({"tail"}, {.stdout_text = "so far", .stays = true});
  EXPECT_THAT(
      Run({.argv = {"tail"}}, Context().WithTimeout(absl::Milliseconds(300))),
      StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(stdout_, "so far");
}

TEST_F(DockerExecTest, EndsWithTheErrorOfASink) {
  engine_.OnExec({"cmd"}, {.stdout_text = "out", .stays = true});
  const auto full = [](absl::string_view) {
    return absl::ResourceExhaustedError("disk full");
  };
  EXPECT_THAT(
      node().Run(Context().WithTimeout(absl::Seconds(30)), {.argv = {"cmd"}},
                 full, full),
      StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("disk full")));
}

TEST_F(DockerExecTest, TakesACutOffStreamForNoEnd) {
  // The head of a frame of 16 bytes, and 3 of them.
  const std::string cut(
      "\1\0\0\0\0\0\0\x10"
      "abc",
      11);
  engine_.AnswerNext("POST", "/exec/.*/start", absl::StrCat(kUpgraded, cut));
  EXPECT_THAT(Run({.argv = {"cmd"}}), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(DockerExecTest, PassesTheEnginesRefusalOn) {
  engine_.FailNext("POST", "/exec/.*/start", 500, "out of order");
  EXPECT_THAT(Run({.argv = {"cmd"}}),
              StatusIs(absl::StatusCode::kUnknown, HasSubstr("out of order")));
}

// The engine's archive calls as the transport offers them.
class ArchiveRoadTest : public testing::Test {
 protected:
  ArchiveRoadTest()
      : transport_(NewDockerExecTransport(engine_.client())),
        road_(*transport_->archive_road()) {
    FakeContainer container = {.name = "node", .files = {{"/srv/f", "old"}}};
    for (const char* type : {"tmpfs", "bind"}) {
      docker::Mount& mount =
          *container.request.mutable_host_config()->add_mounts();
      mount.set_type(type);
      mount.set_target(absl::StrCat("/", type));
    }
    engine_.AddContainer(container);
  }

  absl::Status Put(const std::string& folder) {
    TarWriter tar;
    tar.AddFile("f", "new", 0600);
    std::string bytes = *tar.Finish();
    return road_.Put(Context(), kNode, folder, [&bytes] {
      return absl::StatusOr<std::string>(std::exchange(bytes, ""));
    });
  }

  const NodeIdentity kNode = {.container_id = "node"};
  FakeEngine engine_;
  const std::shared_ptr<Transport> transport_;
  ArchiveRoad& road_;
};

TEST_F(ArchiveRoadTest, KnowsWhatTheEngineSees) {
  EXPECT_THAT(road_.MountPoints(Context(), kNode),
              IsOkAndHolds(ElementsAre("/bind")));
}

TEST_F(ArchiveRoadTest, MovesATarBothWays) {
  ASSERT_THAT(Put("/srv"), IsOk());
  EXPECT_EQ(engine_.FindContainer("node")->files["/srv/f"], "new");
  std::string bytes;
  ASSERT_THAT(road_.Get(Context(), kNode, "/srv/f",
                        [&](absl::string_view piece) {
                          absl::StrAppend(&bytes, piece);
                          return absl::OkStatus();
                        }),
              IsOk());
  const auto entries = ReadTar(bytes);
  ASSERT_THAT(entries, IsOkAndHolds(SizeIs(1)));
  EXPECT_EQ((*entries)[0].content, "new");
}

TEST_F(ArchiveRoadTest, WaitsForTheEngineAfterAFailure) {
  engine_.FailNext("PUT", "/containers/.*/archive", 500,
                   "no space left on device");
  EXPECT_THAT(Put("/srv"), StatusIs(absl::StatusCode::kUnknown,
                                    HasSubstr("no space left on device")));
  EXPECT_EQ(engine_.requests().back().method, "HEAD");
}

TEST_F(ArchiveRoadTest, BlamesNoArgumentForWhatIsNotThere) {
  EXPECT_THAT(Put("/missing"), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace minidcos
