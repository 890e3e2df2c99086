#include "common/doctor/room_checks.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/fake_nodes.h"
#include "common/doctor/examination.h"
#include "common/doctor/fake_probe.h"
#include "common/doctor/finding.h"
#include "common/doctor/finding_matchers.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int64_t kGigabyte = 1000000000;

TEST(JudgeMemory, WantsNineGigabytes) {
  EXPECT_THAT(JudgeMemory(9 * kGigabyte),
              Finds(Verdict::kOk, "9.0 GB for Docker", IsEmpty()));
  EXPECT_THAT(JudgeMemory(2 * kGigabyte),
              Finds(Verdict::kWarning, HasSubstr("2.0 GB for Docker: four"),
                    HasSubstr("Resources > Memory")));
}

TEST(JudgeSpace, WantsFiveGigabytes) {
  EXPECT_THAT(JudgeSpace("in '/x'", 5 * kGigabyte, "r"),
              Finds(Verdict::kOk, "5.0 GB free in '/x'", IsEmpty()));
  EXPECT_THAT(JudgeSpace("in '/x'", 5 * kGigabyte - 1, "r"),
              Finds(Verdict::kWarning, HasSubstr("free in '/x': "), "r"));
  EXPECT_THAT(JudgeSpace("in '/x'", kGigabyte / 20, "r"),
              Finds(Verdict::kError, "0.1 GB free in '/x'", "r"));
}

TEST(JudgeInotify, CountsNodes) {
  EXPECT_THAT(JudgeInotify(1024, 65536, 0),
              Finds(Verdict::kOk, HasSubstr("room for 256 more nodes")));
  EXPECT_THAT(JudgeInotify(1024, 1024, 1),
              Finds(Verdict::kWarning, HasSubstr("room for 3 more nodes")));
  EXPECT_THAT(JudgeInotify(1024, 8192, 50),
              Finds(Verdict::kWarning, HasSubstr("room for 0 more nodes")));
  EXPECT_THAT(JudgeInotify(1024, 524288, 6),
              Finds(Verdict::kOk, HasSubstr("room for 250 more nodes")));
  EXPECT_THAT(JudgeInotify(128, 524288, 25),
              Finds(Verdict::kWarning, HasSubstr("room for 7 more nodes"),
                    HasSubstr("fs.inotify.max_user_instances=1024")));
  EXPECT_THAT(JudgeInotify(128, 524288, 40),
              Finds(Verdict::kError, HasSubstr("room for 0 more nodes")));
  EXPECT_THAT(JudgeInotify(1024, 8192, 0),
              Finds(Verdict::kWarning, HasSubstr("8192 watches"),
                    HasSubstr("max_user_watches=524288")));
}

TEST(JudgeDockerSpace, NamesTheSmallerFileSystem) {
  EXPECT_THAT(JudgeDockerSpace("/d", 9 * kGigabyte, 9 * kGigabyte - 4096),
              Finds(Verdict::kOk, "9.0 GB free in Docker's root '/d'"));
  EXPECT_THAT(
      JudgeDockerSpace("/d", 9 * kGigabyte, kGigabyte),
      Finds(Verdict::kWarning,
            AllOf(HasSubstr("1.0 GB free where the engine keeps images"),
                  HasSubstr("/var/lib/containerd"))));
  EXPECT_THAT(JudgeDockerSpace("/d", kGigabyte, 9 * kGigabyte),
              Finds(Verdict::kWarning, HasSubstr("1.0 GB free in Docker's")));
}

TEST(JudgeOpenFiles, AsksWhetherNodesCanHaveMore) {
  OpenFileLimits limits = {.hard_limit = 1048576, .file_max = 1000000};
  EXPECT_THAT(JudgeOpenFiles(limits, 4),
              Finds(Verdict::kOk,
                    "1048576 a process, 1000000 in all: room for 240 more "
                    "nodes with DC/OS",
                    IsEmpty()));
  limits.hard_limit = 1024;
  EXPECT_THAT(JudgeOpenFiles(limits, 0),
              Finds(Verdict::kWarning, HasSubstr("cannot raise the former"),
                    HasSubstr("LimitNOFILE")));
  limits.can_raise = true;
  EXPECT_THAT(JudgeOpenFiles(limits, 0),
              Finds(Verdict::kOk, HasSubstr("1024 a process")));
}

TEST(JudgeOpenFiles, CountsNodes) {
  const OpenFileLimits limits = {.hard_limit = 1048576, .file_max = 65536};
  EXPECT_THAT(JudgeOpenFiles(limits, 8),
              Finds(Verdict::kOk, HasSubstr("room for 8 more")));
  EXPECT_THAT(JudgeOpenFiles(limits, 9),
              Finds(Verdict::kWarning, HasSubstr("room for 7 more"),
                    HasSubstr("fs.file-max=1048576")));
  EXPECT_THAT(JudgeOpenFiles(limits, 20),
              Finds(Verdict::kWarning, HasSubstr("room for 0 more")));
}

TEST(JudgeAddressPools, WarnsBeforeTheyAreUsedUp) {
  EXPECT_THAT(JudgeAddressPools(30, 1),
              Finds(Verdict::kOk, "30 left, beside 1 network"));
  EXPECT_THAT(
      JudgeAddressPools(2, 29),
      Finds(Verdict::kWarning, HasSubstr("2 left, beside 29 networks")));
  EXPECT_THAT(JudgeAddressPools(0, 31),
              Finds(Verdict::kWarning, HasSubstr("none left"),
                    HasSubstr("docker network prune")));
}

class RoomChecksTest : public testing::Test {
 protected:
  RoomChecksTest() {
    docker::InfoResponse info;
    info.set_mem_total(4 * kGigabyte);
    info.set_docker_root_dir("/d");
    engine_.SetInfo(info);
    engine_.OnStart([this](const FakeContainer&) { return FakeProbe(lines_); });
  }
  ~RoomChecksTest() override { EXPECT_THAT(examination_.CleanUp(), IsOk()); }

  FakeEngine engine_;
  ProbeLines lines_ = GoodProbeLines();
  ExaminationOptions options_ = {.engine = {.host = engine_.host()}};
  Examination examination_{Context().WithTimeout(absl::Seconds(30)), Context(),
                           options_};
};

TEST_F(RoomChecksTest, ReadWhatTheEngineTells) {
  EXPECT_THAT(CheckMemory(examination_),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("4.0 GB"))));
  engine_.AddNetwork({.name = "a", .subnet = "172.16.0.0/12"});
  engine_.AddNetwork({.name = "b", .subnet = "192.168.0.0/16"});
  EXPECT_THAT(CheckAddressPools(examination_),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("none left"))));
}

TEST_F(RoomChecksTest, KnowThatPodmanHasPoolsOfItsOwn) {
  engine_.AnswerNext("GET", "/info",
                     "HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n"
                     "{\"BuildahVersion\": \"1.39.3\"}");
  engine_.AddNetwork({.name = "a", .subnet = "0.0.0.0/0"});
  EXPECT_THAT(CheckAddressPools(examination_),
              IsOkAndHolds(Finds(Verdict::kOk, HasSubstr("podman"))));
}

TEST_F(RoomChecksTest, DoNotBelieveAnEngineWithoutMemory) {
  engine_.SetInfo({});
  EXPECT_THAT(CheckMemory(examination_),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(RoomChecksTest, ReadWhatTheProbeTells) {
  lines_["space"] = "6000000000";
  lines_["root-space"] = "1000000000";
  lines_["sysctl/fs/inotify/max_user_instances"] = "8";
  lines_["open-files"] = "1024";
  engine_.AddContainer(FakeNodeContainer("x", NodeRole::kMaster, 0));
  engine_.RefusePrivileged();
  EXPECT_THAT(CheckDockerSpace(examination_),
              IsOkAndHolds(Finds(Verdict::kWarning,
                                 HasSubstr("1.0 GB free where the engine"),
                                 HasSubstr("minidcos clean"))));
  EXPECT_THAT(
      CheckInotify(examination_),
      IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("room for 1 more"))));
  EXPECT_THAT(CheckOpenFiles(examination_),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("1024"))));
}

TEST_F(RoomChecksTest, LookAtTheWorkspaceWhereItIsNamed) {
  EXPECT_THAT(
      CheckWorkspaceSpace(examination_),
      IsOkAndHolds(Finds(Verdict::kOk, HasSubstr("no --workspace-dir"))));
  const auto check = [&](const std::string& folder) {
    options_.workspace_dir = folder;
    Examination examination(Context(), Context(), options_);
    return CheckWorkspaceSpace(examination);
  };
  const absl::StatusOr<Finding> well = check(testing::TempDir());
  ASSERT_THAT(well, IsOk());
  EXPECT_THAT(well->found, HasSubstr(" free in "));
  EXPECT_THAT(check("/nonexistent"),
              IsOkAndHolds(Finds(Verdict::kError, HasSubstr("'/nonexistent'"),
                                 "make it, or name another by "
                                 "--workspace-dir")));
  // Nobody makes a folder in a file, nor in /proc: not even root.
  const std::string file = testing::TempDir() + "/file";
  ASSERT_THAT(WriteFile(file, "", 0644), IsOk());
  for (const std::string& folder : {file, std::string("/proc")}) {
    EXPECT_THAT(check(folder),
                IsOkAndHolds(Finds(Verdict::kError, HasSubstr(folder))))
        << folder;
  }
}

}  // namespace
}  // namespace minidcos
