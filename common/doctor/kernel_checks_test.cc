#include "common/doctor/kernel_checks.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/doctor/engine_info.pb.h"
#include "common/doctor/examination.h"
#include "common/doctor/fake_probe.h"
#include "common/doctor/finding.h"
#include "common/doctor/finding_matchers.h"
#include "common/doctor/probe.h"
#include "common/doctor/probe_report.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

ProbeReport With(const ProbeLines& others) {
  ProbeLines lines = others;
  lines.merge(GoodProbeLines());
  return ProbeReport::Parse(ProbeText(lines));
}

ProbeReport Without(const std::string& key, const std::string& problem = "") {
  ProbeLines lines = GoodProbeLines();
  lines.erase(key);
  if (!problem.empty()) lines[key + "-error"] = problem;
  return ProbeReport::Parse(ProbeText(lines));
}

TEST(JudgeStorageDriver, NamesTheInnerOne) {
  EXPECT_THAT(JudgeStorageDriver("overlay2", With({})),
              Finds(Verdict::kOk, "overlay2, and overlay2 inside nodes"));
  EXPECT_THAT(JudgeStorageDriver("overlayfs", With({})),
              Finds(Verdict::kOk, "overlayfs, and overlay2 inside nodes"));
  EXPECT_THAT(JudgeStorageDriver("vfs", With({})),
              Finds(Verdict::kWarning,
                    "vfs, and vfs inside nodes: vfs copies whole images for "
                    "every container",
                    HasSubstr("daemon.json")));
  EXPECT_THAT(JudgeStorageDriver("devicemapper", With({})),
              Finds(Verdict::kWarning, HasSubstr("gone from Docker 25")));
}

TEST(JudgeStorageDriver, BelievesTheKernelMoreThanTheEngine) {
  const ProbeReport report = Without("overlay", "Invalid argument");
  EXPECT_THAT(JudgeStorageDriver("btrfs", report),
              Finds(Verdict::kError, HasSubstr("(Invalid argument)"),
                    HasSubstr("--docker-storage-driver vfs")));
  EXPECT_THAT(JudgeStorageDriver("zfs", report),
              Finds(Verdict::kOk, "zfs, and vfs inside nodes"));
}

TEST(JudgeCgroups, TellsWhatBootsOnV2) {
  EXPECT_THAT(JudgeCgroups(With({})),
              Finds(Verdict::kOk,
                    "cgroup v2: nodes of every distribution boot but centos-7",
                    IsEmpty()));
  EXPECT_THAT(JudgeCgroups(With({{"cgroup-v2", "cpu io"}})),
              Finds(Verdict::kWarning, HasSubstr("no controller memory, pids"),
                    HasSubstr("rootless")));
}

// /proc/self/cgroup lists hierarchies of version 1 on every kernel.
TEST(JudgeCgroups, DoesNotMindAHierarchyOfV1BesideV2) {
  for (const char* v1 : {"net_cls", "name=systemd", "name=systemd,net_cls"}) {
    EXPECT_THAT(JudgeCgroups(With({{"cgroup-v1", v1}})),
                Finds(Verdict::kOk,
                      "cgroup v2: nodes of every distribution boot but "
                      "centos-7",
                      IsEmpty()))
        << v1;
  }
}

TEST(JudgeCgroups, WantsSystemdsHierarchyOnV1) {
  constexpr char kAll[] =
      "name=systemd,pids,freezer,devices,memory,cpuacct,cpu";
  const auto judge = [](const std::string& hierarchies) {
    ProbeLines lines = GoodProbeLines();
    lines.erase("cgroup-v2");
    lines["cgroup-v1"] = hierarchies;
    return JudgeCgroups(ProbeReport::Parse(ProbeText(lines)));
  };
  EXPECT_THAT(
      judge(kAll),
      Finds(Verdict::kOk, "cgroup v1: nodes of every distribution boot"));
  EXPECT_THAT(judge(std::string(kAll).substr(13)),
              Finds(Verdict::kError, HasSubstr("no node boots"),
                    HasSubstr("none,name=systemd")));
  EXPECT_THAT(judge("name=systemd,pids,freezer,devices,cpuacct,cpu"),
              Finds(Verdict::kWarning, HasSubstr("no controller memory"),
                    HasSubstr("cgroup_enable=memory")));
}

TEST(JudgePrivileges, TellsWhatNodesGet) {
  ProbeRun run;
  EXPECT_THAT(JudgePrivileges(run, {}),
              IsOkAndHolds(Finds(Verdict::kOk, "nodes are privileged")));
  run.privileges = {.privileged = false, .without = {"SYS_RESOURCE"}};
  EXPECT_THAT(
      JudgePrivileges(run, {}),
      IsOkAndHolds(Finds(Verdict::kNote, HasSubstr("all capabilities but "
                                                   "SYS_RESOURCE: "))));
  doctor::EngineInfo info;
  info.add_security_options("name=seccomp,profile=default");
  info.add_security_options("name=rootless");
  EXPECT_THAT(
      JudgePrivileges(run, info),
      IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("without root"))));
}

TEST(JudgePrivileges, TellsWhyNoneRuns) {
  const absl::StatusOr<ProbeRun> refused =
      absl::FailedPreconditionError("no space left on device");
  EXPECT_THAT(JudgePrivileges(refused, {}),
              IsOkAndHolds(Finds(Verdict::kError,
                                 HasSubstr(": no space left on device"),
                                 HasSubstr("journalctl"))));
  doctor::EngineInfo info;
  info.add_security_options("name=userns");
  EXPECT_THAT(JudgePrivileges(refused, info),
              IsOkAndHolds(Finds(Verdict::kError, HasSubstr("does not run"),
                                 HasSubstr("userns-remap"))));
}

// As where it was built on macOS without a compiler for Linux.
TEST(JudgePrivileges, BlamesNoEngineForWhatWeLack) {
  EXPECT_THAT(JudgePrivileges(absl::UnimplementedError("no program"), {}),
              StatusIs(absl::StatusCode::kUnimplemented, "no program"));
}

TEST(JudgeKernel, NamesWhatIsMissingAndForWhat) {
  EXPECT_THAT(
      JudgeKernel(With({})),
      Finds(Verdict::kOk, "Linux 6.1.0 has dummy, ip_set, overlay, loop, tun"));
  EXPECT_THAT(
      JudgeKernel(Without("dummy", "Operation not supported")),
      Finds(Verdict::kWarning,
            AllOf(HasSubstr("lacks dummy for DC/OS"),
                  HasSubstr("operation not supported"), Not(HasSubstr("loop"))),
            HasSubstr("'modprobe -a dummy'")));
}

TEST(JudgeConntrack, WantsRoomForAllNodes) {
  EXPECT_THAT(JudgeConntrack(With({})),
              Finds(Verdict::kOk, "follows 262144 connections"));
  EXPECT_THAT(
      JudgeConntrack(With({{"sysctl/net/netfilter/nf_conntrack_max", "8192"}})),
      Finds(Verdict::kWarning, HasSubstr("follows 8192 connections: "),
            HasSubstr("nf_conntrack_max=262144")));
  EXPECT_THAT(JudgeConntrack(Without("sysctl/net/netfilter/nf_conntrack_max")),
              Finds(Verdict::kWarning, HasSubstr("no nf_conntrack"),
                    HasSubstr("modprobe nf_conntrack")));
}

TEST(JudgeSysctls, TellsWhatToLeaveOut) {
  EXPECT_THAT(JudgeSysctls(With({})), Finds(Verdict::kOk, HasSubstr("all")));
  EXPECT_THAT(JudgeSysctls(Without("sysctl/net/ipv4/tcp_tw_reuse")),
              Finds(Verdict::kNote, HasSubstr("no net.ipv4.tcp_tw_reuse, "),
                    AllOf(HasSubstr("net.core.somaxconn"),
                          Not(HasSubstr("tcp_tw_reuse")))));
}

TEST(JudgeSeLinux, TakesEnforcingForAnError) {
  EXPECT_THAT(JudgeSeLinux(With({})),
              IsOkAndHolds(Finds(Verdict::kOk, "not enforcing")));
  EXPECT_THAT(JudgeSeLinux(With({{"selinux", "1"}})),
              IsOkAndHolds(Finds(Verdict::kError, HasSubstr("Enforcing"),
                                 HasSubstr("setenforce 0"))));
  EXPECT_THAT(JudgeSeLinux(Without("selinux", "Operation not permitted")),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("Operation not permitted")));
}

class KernelChecksTest : public testing::Test {
 protected:
  ~KernelChecksTest() override {
    EXPECT_THAT(examination_.CleanUp(), IsOk());
    EXPECT_THAT(engine_.containers(), IsEmpty());
    EXPECT_THAT(engine_.volumes(), IsEmpty());
    EXPECT_THAT(engine_.images(), testing::SizeIs(1));
  }

  FakeEngine engine_;
  Examination examination_{Context().WithTimeout(absl::Seconds(30)),
                           Context(),
                           {.engine = {.host = engine_.host()}}};
};

TEST_F(KernelChecksTest, ReadOneProbe) {
  ProbeLines lines = GoodProbeLines();
  lines["selinux"] = "1";
  lines["tun-error"] = "No such device";
  engine_.OnStart([&](const FakeContainer&) { return FakeProbe(lines); });
  EXPECT_THAT(CheckSeLinux(examination_),
              IsOkAndHolds(Finds(Verdict::kError, HasSubstr("Enforcing"))));
  EXPECT_THAT(CheckKernel(examination_),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("lacks tun"))));
  for (const auto check :
       {CheckStorageDriver, CheckCgroups, CheckConntrack, CheckSysctls}) {
    EXPECT_THAT(check(examination_),
                IsOkAndHolds(Finds(Verdict::kOk, testing::_)));
  }
  EXPECT_THAT(engine_.containers(), testing::SizeIs(1));
}

TEST_F(KernelChecksTest, KnowPodmansOverlay) {
  engine_.OnStart(
      [](const FakeContainer&) { return FakeProbe(GoodProbeLines()); });
  engine_.AnswerNext("GET", "/info",
                     "HTTP/1.1 200 OK\r\nContent-Length: 49\r\n\r\n"
                     "{\"BuildahVersion\": \"1.39.3\", \"Driver\": "
                     "\"overlay\"}");
  EXPECT_THAT(CheckStorageDriver(examination_),
              IsOkAndHolds(Finds(Verdict::kOk,
                                 "podman's overlay, and overlay2 inside "
                                 "nodes")));
}

TEST_F(KernelChecksTest, SayThatTheProbeDoesNotRun) {
  for (int i = 0; i < 3; ++i) {
    engine_.FailNext("POST", "/containers/.*/start", 500,
                     "cgroup mountpoint does not exist");
  }
  EXPECT_THAT(
      CheckPrivileges(examination_),
      IsOkAndHolds(Finds(Verdict::kError,
                         HasSubstr(": cgroup mountpoint does not exist"))));
  EXPECT_THAT(CheckCgroups(examination_),
              StatusIs(absl::StatusCode::kUnknown,
                       HasSubstr("cgroup mountpoint does not exist")));
}

TEST_F(KernelChecksTest, TellOfAnEngineThatStartsNothing) {
  const auto stall = engine_.StallNext("POST", "/containers/.*/start");
  Examination examination(Context().WithTimeout(absl::Seconds(2)), Context(),
                          {.engine = {.host = engine_.host()}});
  EXPECT_THAT(CheckPrivileges(examination),
              IsOkAndHolds(Finds(Verdict::kError,
                                 HasSubstr("does not start a container within"),
                                 HasSubstr("start the engine again"))));
  // Where a check has no time left, it says so, and is no finding.
  EXPECT_THAT(CheckCgroups(examination),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  stall->Release();
  EXPECT_THAT(examination.CleanUp(), IsOk());
}

TEST_F(KernelChecksTest, AreNotOfTheEngineIfTheProbeIsForAnotherProcessor) {
  engine_.FailNext("POST", "/containers/.*/start", 400,
                   "OCI runtime create failed: exec format error: unknown");
  EXPECT_THAT(CheckPrivileges(examination_),
              StatusIs(absl::StatusCode::kUnimplemented,
                       HasSubstr("exec format error")));
}

TEST_F(KernelChecksTest, KnowSuchAProbeByWhatItPrintsToo) {
  engine_.OnStart([](const FakeContainer&) {
    return FakeRun{.stderr_text = "exec /probe: exec format error\n",
                   .exit_code = 1};
  });
  EXPECT_THAT(CheckPrivileges(examination_),
              StatusIs(absl::StatusCode::kUnimplemented,
                       HasSubstr("exec format error")));
}

TEST_F(KernelChecksTest, TakeAnEngineThatGrantsLess) {
  engine_.RefusePrivileged();
  engine_.OnStart(
      [](const FakeContainer&) { return FakeProbe(GoodProbeLines()); });
  EXPECT_THAT(CheckPrivileges(examination_),
              IsOkAndHolds(Finds(Verdict::kNote, HasSubstr("SYS_RESOURCE"))));
}

TEST_F(KernelChecksTest, DoNotBelieveAProbeThatEnds) {
  engine_.OnStart(
      [](const FakeContainer&) { return FakeRun{.stdout_text = "time=1\n"}; });
  EXPECT_THAT(CheckCgroups(examination_),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("ended, saying 'time=1")));
}

}  // namespace
}  // namespace minidcos
