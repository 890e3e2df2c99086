// doctor on real engines: where all is well, and where it really is not.

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/find_program.h"
#include "common/base/json.h"
#include "common/base/monotonic_clock.h"
#include "common/cluster/labels.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/real_engine/private_engine.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"
#include "tools/doctor/doctor.pb.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Lt;

// Seconds, on a machine of its own.
constexpr absl::Duration kBound = absl::Minutes(1);

DoctorReport ReportOf(const ToolResult& result) {
  DoctorReport report;
  EXPECT_THAT(ParseJson(result.out, report), IsOk()) << result;
  return report;
}

DoctorCheck CheckOf(const DoctorReport& report, const std::string& name) {
  for (const DoctorCheck& check : report.checks()) {
    if (check.name() == name) return check;
  }
  ADD_FAILURE() << "no check " << name << " in " << report.ShortDebugString();
  return {};
}

class DoctorTest : public E2eTest {
 protected:
  explicit DoctorTest(const std::string& host = "") : E2eTest(host) {}

  // The containers and images that doctors use, and clusters that they make.
  std::vector<std::string> OfDoctors() const {
    std::vector<std::string> found;
    const auto containers =
        docker().ListContainers(Deadline(), {{"label", {kSchemaLabel}}});
    EXPECT_THAT(containers, IsOk());
    for (const docker::ContainerSummary& container : containers->items()) {
      const std::string& name = container.names(0);
      if (absl::StartsWith(name, "/minidcos-probe-") ||
          absl::StartsWith(name, "/dcos-e2e-doctor-")) {
        found.push_back(name);
      }
    }
    const auto images = docker().ListImages(Deadline(), {});
    EXPECT_THAT(images, IsOk());
    for (const docker::ImageSummary& image : images->items()) {
      for (const std::string& tag : image.repo_tags()) {
        if (absl::StartsWith(tag, "minidcos/probe:")) found.push_back(tag);
      }
    }
    return found;
  }

  void ExpectNothingLeft() const {
    EXPECT_THAT(OfDoctors(), IsEmpty());
    EXPECT_THAT(WhatIsLeft(), IsEmpty());
    for (const char* folder : {"/tmp", "/var/tmp"}) {
      for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        EXPECT_FALSE(absl::StartsWith(entry.path().filename().string(),
                                      "minidcos-doctor-"))
            << entry.path();
      }
    }
  }
};

TEST_F(DoctorTest, LooksAtEverythingInSecondsAndLeavesNothing) {
  const absl::Duration begin = MonotonicNow();
  const ToolResult result = Run("doctor", {"--output=json"});
  EXPECT_THAT(MonotonicNow() - begin, Lt(kBound));
  EXPECT_EQ(result.exit_code, 0) << result;
  const DoctorReport report = ReportOf(result);
  for (const DoctorCheck& check : report.checks()) {
    EXPECT_NE(check.result(), "unknown") << check.ShortDebugString();
    EXPECT_NE(check.result(), "error") << check.ShortDebugString();
    EXPECT_EQ(check.what_to_do().empty(), check.result() == "ok")
        << check.ShortDebugString();
  }
  // What this machine can tell as well: the engine is on it.
  const auto instances = ReadFile("/proc/sys/fs/inotify/max_user_instances");
  ASSERT_THAT(instances, IsOk());
  EXPECT_THAT(
      CheckOf(report, "inotify").found(),
      HasSubstr(absl::StrCat("(", std::stoi(*instances), " instances")));
  // An engine of another root file system (testing/engines) has a /var of its
  // own.
  if (std::getenv("PRIVATE_ENGINE_ROOT") == nullptr) {
    EXPECT_EQ(CheckOf(report, "mounts").found(),
              "containers see /tmp and /var/tmp");
  }
  EXPECT_EQ(CheckOf(report, "addresses").result(), "ok");
  EXPECT_THAT(CheckOf(report, "storage-driver").found(),
              EndsWith("overlay2 inside nodes"));
  ExpectNothingLeft();
}

TEST_F(DoctorTest, MakesAClusterAndRemovesIt) {
  const ToolResult result = Run("doctor", {"--full", "--check=cluster"});
  EXPECT_EQ(result.exit_code, 0) << result;
  EXPECT_THAT(result.out,
              HasSubstr("ok       cluster          a node, and in it a "
                        "container with a volume, in "));
  ExpectNothingLeft();
}

TEST_F(DoctorTest, LeavesNothingAfterCtrlC) {
  const std::unique_ptr<RunningTool> doctor = Start("doctor", {});
  const Context ctx = Deadline();
  while (OfDoctors().empty()) {
    ASSERT_THAT(ctx.WaitFor(absl::Milliseconds(5)), IsOk());
  }
  doctor->SendSignal(SIGINT);
  const ToolResult result = doctor->Wait();
  EXPECT_EQ(result.signal_number, SIGINT) << result;
  ExpectNothingLeft();
}

// What a create that fails says by itself, and that its own error comes last.
TEST_F(DoctorTest, SpeaksWhereAClusterCannotBeMade) {
  // mmdebstrap is part of the choice of the image, which is there.
  const auto programs = ScopedFolder::Make("/tmp", "minidcos-e2e-programs-");
  ASSERT_THAT(programs, IsOk());
  const auto mmdebstrap = FindProgram("mmdebstrap");
  if (mmdebstrap.ok()) {
    std::filesystem::create_symlink(*mmdebstrap,
                                    programs->path() + "/mmdebstrap");
  }
  const ToolResult result =
      RunToEnd(ToolPath("provision"),
               {"--cluster-id", id(), "--agents=0", "--public-agents=0"},
               {.environment = {{"DOCKER_HOST", docker().host()},
                                {"TMPDIR", temporary_folder()},
                                {"PATH", programs->path()}},
                .timeout = absl::Minutes(8)});
  EXPECT_EQ(result.exit_code, 1) << result;
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(
      result.err,
      AllOf(HasSubstr("minidcos-provision: warning: doctor: ssh: no "
                      "ssh-keygen in PATH: no keys can be made for nodes: "
                      "install the OpenSSH client"),
            ::testing::ContainsRegex("\nminidcos-provision: error: "
                                     "ssh-keygen is missing[^\n]*\n$")));
  ExpectNothingLeft();
}

// An engine whose containers are in a network of its own, which is not reached
// from here.
PrivateEngine& Private() {
  static PrivateEngine* const engine = [] {
    auto started =
        PrivateEngine::Start(Context().WithTimeout(absl::Minutes(2)));
    EXPECT_THAT(started, IsOk());
    return started->release();
  }();
  return *engine;
}

class PrivateEngineEnvironment : public ::testing::Environment {
 public:
  void TearDown() override { delete &Private(); }
};

class DoctorOnPrivateEngineTest : public DoctorTest {
 protected:
  DoctorOnPrivateEngineTest() : DoctorTest(Private().host()) {}
};

TEST_F(DoctorOnPrivateEngineTest, TellsOfAddressesThatAreNotReached) {
  const ToolResult result =
      Run("doctor", {"--output=json", "--check=addresses"});
  EXPECT_EQ(result.exit_code, 0) << result;
  const DoctorCheck check = CheckOf(ReportOf(result), "addresses");
  EXPECT_EQ(check.result(), "warning") << result;
  EXPECT_THAT(check.found(), HasSubstr(" was not reached ("));
  EXPECT_THAT(check.what_to_do(), HasSubstr("--transport=docker-exec"));
  ExpectNothingLeft();
}

// Of whatever version it is (testing/engines).
TEST_F(DoctorOnPrivateEngineTest, CanCheckEverything) {
  const ToolResult result = Run("doctor", {"--output=json"});
  EXPECT_EQ(result.exit_code, 0) << result;
  const DoctorReport report = ReportOf(result);
  for (const DoctorCheck& check : report.checks()) {
    EXPECT_NE(check.result(), "unknown") << check.ShortDebugString();
    EXPECT_NE(check.result(), "error") << check.ShortDebugString();
  }
  ExpectNothingLeft();
}

TEST_F(DoctorOnPrivateEngineTest, CountsTheSubnetsThatAreLeft) {
  // More than Docker has; podman has hundreds.
  constexpr size_t kMost = 40;
  std::vector<std::string> made;
  absl::Status status;
  while (status.ok() && made.size() < kMost) {
    docker::CreateNetworkRequest request;
    request.set_name(absl::StrCat("doctor-", made.size()));
    const auto network = docker().CreateNetwork(Deadline(), request);
    status = network.status();
    if (network.ok()) made.push_back(*network);
  }
  const DoctorReport report =
      ReportOf(Run("doctor", {"--output=json", "--check=address-pools"}));
  for (const std::string& network : made) {
    EXPECT_THAT(docker().RemoveNetwork(Deadline(), network), IsOk());
  }
  const DoctorCheck check = CheckOf(report, "address-pools");
  if (status.ok()) {
    EXPECT_EQ(check.result(), "ok") << check.ShortDebugString();
    return;
  }
  EXPECT_THAT(std::string(status.message()), HasSubstr("address pool"));
  EXPECT_EQ(check.result(), "warning");
  EXPECT_THAT(check.found(), ::testing::StartsWith("none left"));
}

TEST_F(DoctorOnPrivateEngineTest, TellsOfAnEngineThatDoesNotAnswer) {
  ASSERT_THAT(Private().Freeze(), IsOk());
  const ToolResult result = Run("doctor", {});
  ASSERT_THAT(Private().Thaw(), IsOk());
  EXPECT_EQ(result.exit_code, 1) << result;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("error    engine           does not answer: "),
                    HasSubstr("could not check: no engine"),
                    HasSubstr("ok       sed ")));
}

TEST_F(DoctorOnPrivateEngineTest, TellsOfAnEngineThatHasDied) {
  ASSERT_THAT(Private().Kill(), IsOk());
  const ToolResult result = Run("doctor", {"--check=engine"});
  ASSERT_THAT(Private().StartAgain(Deadline()), IsOk());
  EXPECT_EQ(result.exit_code, 1) << result;
  EXPECT_THAT(result.out, HasSubstr("error    engine "));
}

const auto* const environment =
    ::testing::AddGlobalTestEnvironment(new PrivateEngineEnvironment);

}  // namespace
}  // namespace minidcos
