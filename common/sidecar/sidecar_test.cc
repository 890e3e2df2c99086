#include "common/sidecar/sidecar.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/tar.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/labels.h"
#include "common/cluster/sidecar_labels.h"
#include "common/docker/engine.pb.h"
#include "common/sidecar/scoped_sidecar.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::StartsWith;

class SidecarTest : public testing::Test {
 protected:
  SidecarTest() { ItSays("ready /dev/loop3\n", /*stays=*/true); }

  void ItSays(const std::string& words, bool stays) {
    engine_.OnStart([words, stays](const FakeContainer&) {
      return FakeRun{.stdout_text = words, .stays = stays};
    });
  }

  absl::StatusOr<std::string> Create(const std::string& name, int size = 256) {
    return CreateSidecar({Deadline().WithCancellation(interrupt_), Deadline(),
                          engine_.client(), progress_},
                         {.name = name, .size_mib = size});
  }

  static Context Deadline() { return Context().WithTimeout(absl::Seconds(30)); }

  Cancellation interrupt_;
  FakeEngine engine_;
  RecordingProgress progress_;
};

TEST_F(SidecarTest, IsAContainerWithLabelsAndNoMorePowerThanItNeeds) {
  EXPECT_THAT(Create("vol", 7), IsOkAndHolds("/dev/loop3"));
  ASSERT_THAT(engine_.containers(), SizeIs(1));
  const FakeContainer made = engine_.containers()[0];
  EXPECT_EQ(made.name, "minidcos-sidecar-vol");
  EXPECT_EQ(made.labels.at(kSidecarNameLabel), "vol");
  EXPECT_EQ(made.labels.at(kNodeTypeLabel), "loopback");
  EXPECT_EQ(made.labels.at(kSchemaLabel), "1");
  EXPECT_THAT(made.request.cmd(), ElementsAre("7"));
  const docker::HostConfig& host = made.request.host_config();
  EXPECT_FALSE(host.privileged());
  EXPECT_THAT(host.cap_drop(), ElementsAre("ALL"));
  EXPECT_THAT(host.cap_add(), ElementsAre("MKNOD"));
  EXPECT_THAT(host.device_cgroup_rules(),
              ElementsAre("b 7:* rwm", "c 10:237 rwm"));
  EXPECT_EQ(host.network_mode(), "none");
  EXPECT_THAT(host.mounts(), IsEmpty());
  EXPECT_THAT(progress_.lines(),
              ElementsAre("begin Making sidecar 'vol'", "done"));
}

TEST_F(SidecarTest, RunsAnImageOfOneStaticProgramThatIsImportedOnce) {
  EXPECT_THAT(Create("a"), IsOk());
  EXPECT_THAT(Create("b"), IsOk());
  ASSERT_THAT(engine_.images(), SizeIs(2));  // the fake's own beside it
  const FakeImage image = engine_.images()[1];
  EXPECT_THAT(image.reference, StartsWith("minidcos/sidecar:"));
  EXPECT_THAT(image.labels, ElementsAre(Pair(kImageRecipeLabel, SizeIs(64))));
  const auto entries = ReadTar(image.tar);
  ASSERT_THAT(entries, IsOk());
  ASSERT_THAT(*entries, SizeIs(1));
  EXPECT_EQ(entries->front().path, "holder");
  EXPECT_EQ(entries->front().mode & 0777, 0755u);
  EXPECT_THAT(entries->front().content, StartsWith("\x7f"
                                                   "ELF"));
  EXPECT_THAT(engine_.containers()[0].request.entrypoint(),
              ElementsAre("/holder"));
}

TEST_F(SidecarTest, RefusesABadNameOrSizeBeforeAnythingIsAsked) {
  for (const std::string name : {"", "a b", ".a", "a/b", "a\nb"}) {
    EXPECT_THAT(Create(name), StatusIs(absl::StatusCode::kInvalidArgument,
                                       HasSubstr("bad name of a sidecar '")));
  }
  EXPECT_THAT(Create(std::string(64, 'a')),
              StatusIs(absl::StatusCode::kInvalidArgument));
  for (const int size : {0, -1}) {
    EXPECT_THAT(Create("a", size), StatusIs(absl::StatusCode::kInvalidArgument,
                                            HasSubstr("at least 1 MiB")));
  }
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

TEST_F(SidecarTest, TakesNoNameThatIsTaken) {
  engine_.AddContainer({.name = "any",
                        .labels = {{kSidecarNameLabel, "vol"}},
                        .state = "exited"});
  EXPECT_THAT(Create("vol"), StatusIs(absl::StatusCode::kAlreadyExists,
                                      "sidecar 'vol' already exists"));
  EXPECT_THAT(engine_.images(), SizeIs(1));
}

TEST_F(SidecarTest, LeavesTheContainerThatHasItsName) {
  engine_.AddContainer({.name = "minidcos-sidecar-vol"});
  EXPECT_THAT(Create("vol"), StatusIs(absl::StatusCode::kAlreadyExists,
                                      AllOf(StartsWith("sidecar 'vol': "),
                                            HasSubstr("already in use"))));
  EXPECT_THAT(engine_.containers(), SizeIs(1));
}

TEST_F(SidecarTest, TellsWhatTheProgramSaysIsWrong) {
  ItSays("error no free loop device: No space left on device\n",
         /*stays=*/false);
  EXPECT_THAT(
      Create("vol"),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               "sidecar 'vol': no free loop device: No space left on device"));
  EXPECT_THAT(engine_.containers(), IsEmpty());
  EXPECT_THAT(progress_.lines(),
              ElementsAre("begin Making sidecar 'vol'", "failed"));
}

TEST_F(SidecarTest, BelievesNothingButADevice) {
  for (const std::string words : {"", "ready", "ready /etc/passwd\n", "x\n"}) {
    ItSays(words, /*stays=*/false);
    EXPECT_THAT(Create("vol"), StatusIs(absl::StatusCode::kFailedPrecondition,
                                        HasSubstr("its container ended")));
  }
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(SidecarTest, LeavesNothingWhateverTheEngineRefuses) {
  const std::vector<std::pair<std::string, std::string>> requests = {
      {"POST", "/images/create"},
      {"POST", "/containers/create"},
      {"POST", "/containers/.*/attach"},
      {"POST", "/containers/.*/start"}};
  for (const auto& [method, path] : requests) {
    engine_.FailNext(method, path, 500, "out of order");
    EXPECT_THAT(Create("vol"), StatusIs(absl::StatusCode::kUnknown,
                                        AllOf(StartsWith("sidecar 'vol': "),
                                              HasSubstr("out of order"))))
        << path;
    EXPECT_THAT(engine_.containers(), IsEmpty());
  }
}

TEST_F(SidecarTest, RemovesAContainerWhoseCreationWasNotAnswered) {
  engine_.LoseNextAnswer("POST", "/containers/create");
  EXPECT_FALSE(Create("vol").ok());
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(SidecarTest, LeavesNothingAfterAnInterrupt) {
  engine_.OnStart([this](const FakeContainer&) {
    interrupt_.Cancel();
    return FakeRun{.stays = true};
  });
  EXPECT_THAT(Create("vol"), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(SidecarTest, SaysWhatIsLeftIfItCannotBeRemoved) {
  ItSays("error x\n", /*stays=*/false);
  engine_.FailNext("DELETE", "/containers/.*", 500, "out of order");
  EXPECT_THAT(Create("vol"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "sidecar 'vol': x; its container is left (out of "
                       "order): 'minidcos destroy-loopback-sidecar vol' "
                       "removes it"));
}

TEST_F(SidecarTest, ListsThoseOfDcosE2eAndStoppedOnes) {
  EXPECT_THAT(ListSidecars(Deadline(), engine_.client()),
              IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(Create("b"), IsOk());
  engine_.AddContainer({.name = "brave_euler",
                        .labels = {{kSidecarNameLabel, "a"}},
                        .state = "exited"});
  engine_.AddContainer({.name = "other"});
  EXPECT_THAT(ListSidecars(Deadline(), engine_.client()),
              IsOkAndHolds(ElementsAre("a", "b")));
}

TEST_F(SidecarTest, DestroysTheOneThatIsNamed) {
  EXPECT_THAT(Create("a"), IsOk());
  EXPECT_THAT(Create("b"), IsOk());
  EXPECT_THAT(DestroySidecar(Deadline(), engine_.client(), "a"), IsOk());
  EXPECT_THAT(ListSidecars(Deadline(), engine_.client()),
              IsOkAndHolds(ElementsAre("b")));
  EXPECT_THAT(DestroySidecar(Deadline(), engine_.client(), "a"),
              StatusIs(absl::StatusCode::kNotFound,
                       "no such sidecar: 'a' (there are: b)"));
  EXPECT_THAT(DestroySidecar(Deadline(), engine_.client(), "b"), IsOk());
  EXPECT_THAT(DestroySidecar(Deadline(), engine_.client(), "b"),
              StatusIs(absl::StatusCode::kNotFound,
                       "no such sidecar: 'b' (there is none)"));
}

TEST_F(SidecarTest, GoesWithItsScope) {
  {
    auto sidecar = ScopedSidecar::Make(engine_.client(), 1, Deadline());
    ASSERT_THAT(sidecar, IsOk());
    EXPECT_EQ(sidecar->device(), "/dev/loop3");
    const ScopedSidecar moved = *std::move(sidecar);
    EXPECT_THAT(ListSidecars(Deadline(), engine_.client()),
                IsOkAndHolds(ElementsAre(moved.name())));
  }
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(SidecarTest, IsGoneBeforeItsScopeIfDestroyed) {
  auto sidecar = ScopedSidecar::Make(engine_.client(), 1, Deadline());
  ASSERT_THAT(sidecar, IsOk());
  engine_.FailNext("DELETE", "/containers/.*", 500, "out of order");
  EXPECT_FALSE(sidecar->Destroy(Deadline()).ok());
  EXPECT_THAT(sidecar->Destroy(Deadline()), IsOk());
  EXPECT_THAT(sidecar->Destroy(Deadline()), IsOk());
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
