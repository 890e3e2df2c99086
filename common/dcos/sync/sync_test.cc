#include "common/dcos/sync/sync.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/dcos/sync/checkout.h"
#include "common/dcos/sync/fake_checkout.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// A master whose /opt/mesosphere is a folder of ours, in which sync.sh runs.
class SyncTest : public testing::Test {
 protected:
  SyncTest() {
    Write("packages/tests--1/conftest.py", "old");
    Write("packages/tests--1/test_old.py", "old");
    Write("packages/tests--1/util/old.py", "old");
    Write("packages/tests--1/pkginfo.json", "{}");
    Write("packages/tests--1/__pycache__/conftest.pyc", "old");
    Write(
        "packages/bootstrap--1/lib/python3.6/site-packages/"
        "dcos_internal_utils/old.py",
        "old");
    std::filesystem::create_directories(root_.path() + "/active");
    std::filesystem::create_symlink(
        "../packages/tests--1", root_.path() + "/active/dcos-integration-test");
    std::filesystem::create_symlink("../packages/bootstrap--1",
                                    root_.path() + "/active/bootstrap");
    checkout_.Write(FakeCheckout::Tests("test_new.py"), "new");
    checkout_.Write(FakeCheckout::Tests("util/new.py"), "new");
  }

  void Write(const std::string& name, absl::string_view content) {
    const std::filesystem::path file = absl::StrCat(root_.path(), "/", name);
    std::filesystem::create_directories(file.parent_path());
    EXPECT_THAT(WriteFile(file.string(), content, 0644), IsOk());
  }

  // Every file in a package, by its name there.
  std::vector<std::string> Files(const std::string& package) {
    const std::filesystem::path folder =
        absl::StrCat(root_.path(), "/packages/", package);
    std::vector<std::string> files;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) {
        files.push_back(entry.path().lexically_relative(folder).string());
      }
    }
    return files;
  }

  absl::StatusOr<CommandResult> Answer(const Context& ctx,
                                       const FakeCall& call) {
    if (absl::StrContains(call.Line(), "dcos-version.json")) return version_;
    const std::string input = root_.path() + "/input.tar";
    // The last entry's header begins with its name.
    const size_t size = call.input.rfind(std::string("end\0", 4)) * share_;
    EXPECT_THAT(
        WriteFile(input, is_cut_ ? call.input.substr(0, size) : call.input,
                  0600),
        IsOk());
    const std::string script =
        absl::StrCat("exec <", input, "\n",
                     absl::StrReplaceAll(call.command.argv[2],
                                         {{"/opt/mesosphere", root_.path()}}));
    const absl::StatusOr<SubprocessResult> result =
        RunSubprocess(ctx, {"/bin/sh", "-c", script});
    EXPECT_THAT(RemoveTree(input), IsOk());
    if (!result.ok()) return result.status();
    return CommandResult{.exit_code = result->exit_code,
                         .stderr_text = result->stderr_text};
  }

  absl::Status Sync() {
    const Node master =
        FakeNode(NodeRole::kMaster, 0, "10.0.0.1",
                 std::make_shared<FakeTransport>(
                     [this](const Context& ctx, const FakeCall& call) {
                       return Answer(ctx, call);
                     }));
    return SyncCheckout(Context(), {master}, *OpenCheckout(checkout_.path()),
                        progress_);
  }

  const ScopedFolder root_ = *ScopedFolder::Make(testing::TempDir(), "node-");
  FakeCheckout checkout_;
  CommandResult version_ = {
      .stdout_text = R"({"version": "2.1.0", "dcos-variant": "open"})"};
  // Of the tar there comes only this share of what is before its last entry.
  bool is_cut_ = false;
  double share_ = 1;
  RecordingProgress progress_;
};

TEST_F(SyncTest, ReplacesTestsAndBootstrapCode) {
  EXPECT_THAT(Sync(), IsOk());

  EXPECT_THAT(Files("tests--1"),
              UnorderedElementsAre("conftest.py", "test_new.py", "util/new.py",
                                   "pkginfo.json"));
  EXPECT_THAT(Files("bootstrap--1"),
              ElementsAre("lib/python3.6/site-packages/dcos_internal_utils/"
                          "__init__.py"));
  EXPECT_THAT(ReadFile(root_.path() + "/packages/tests--1/conftest.py"),
              IsOkAndHolds(""));
  EXPECT_EQ(progress_.lines().back(), "done");
}

TEST_F(SyncTest, RemovesATestThatTheCheckoutNoLongerHas) {
  EXPECT_THAT(Sync(), IsOk());
  checkout_.Remove(FakeCheckout::Tests("test_new.py"));
  EXPECT_THAT(Sync(), IsOk());
  EXPECT_THAT(
      Files("tests--1"),
      UnorderedElementsAre("conftest.py", "util/new.py", "pkginfo.json"));
}

TEST_F(SyncTest, PutsOpenTestsBesideThoseOfEnterprise) {
  version_.stdout_text =
      R"({"version": "2.1.0", "dcos-variant": "enterprise"})";
  Write("packages/tests--1/open_source_tests/test_gone.py", "old");

  EXPECT_THAT(Sync(), IsOk());

  EXPECT_THAT(
      Files("tests--1"),
      UnorderedElementsAre("conftest.py", "test_old.py", "util/new.py",
                           "open_source_tests/test_new.py", "pkginfo.json"));
  EXPECT_THAT(ReadFile(root_.path() + "/packages/tests--1/conftest.py"),
              IsOkAndHolds("old"));
  EXPECT_THAT(Files("bootstrap--1"), ElementsAre(HasSubstr("old.py")));
}

TEST_F(SyncTest, ChangesNothingWhenItIsCutShort) {
  const std::vector<std::string> before = Files("tests--1");
  is_cut_ = true;
  for (const double share : {1.0, 0.6, 0.0}) {
    share_ = share;
    EXPECT_THAT(Sync(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                 HasSubstr("master_0: ")));
    EXPECT_THAT(Files("tests--1"), testing::UnorderedElementsAreArray(before));
    EXPECT_THAT(Files("bootstrap--1"), ElementsAre(HasSubstr("old.py")));
  }
}

TEST_F(SyncTest, LeavesNothingBeside) {
  EXPECT_THAT(Sync(), IsOk());
  is_cut_ = true;
  EXPECT_FALSE(Sync().ok());
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(root_.path())) {
    names.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(names, UnorderedElementsAre("active", "packages"));
}

TEST_F(SyncTest, SaysWhatTheMasterLacks) {
  std::filesystem::create_directories(root_.path() +
                                      "/packages/bootstrap--1/lib/python3.7");
  EXPECT_THAT(Sync(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("several versions of Python")));
  std::filesystem::remove(root_.path() + "/active/dcos-integration-test");
  EXPECT_THAT(Sync(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("master_0: DC/OS is not installed")));
}

TEST_F(SyncTest, NeedsToKnowTheVariant) {
  version_ = {.exit_code = 1};
  const std::vector<std::string> before = Files("tests--1");
  EXPECT_THAT(Sync(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("variant of DC/OS")));
  EXPECT_THAT(Files("tests--1"), testing::UnorderedElementsAreArray(before));
}

}  // namespace
}  // namespace minidcos
