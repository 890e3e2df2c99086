// What a node does with its lease (rootfs/usr/sbin/minidcos-lease), with paths
// of the test's own and seconds that are shorter.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/child_process.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/image/recipe.h"
#include "common/cluster/image/recipe_file.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

// Of the program here.
constexpr absl::Duration kSecond = absl::Milliseconds(20);

class LeaseProgram : public testing::Test {
 protected:
  LeaseProgram() {
    // It must not be the machine's.
    Write("poweroff",
          "#!/bin/sh\necho \"$*\" >>$(dirname $0)/off\n"
          "! [ -e $(dirname $0)/refuses ]\n");
  }

  void Start() {
    std::string script;
    const auto recipe = FindRecipe({});
    ASSERT_THAT(recipe, IsOk());
    for (const RecipeFile& file : recipe->context) {
      if (file.path == "rootfs/usr/sbin/minidcos-lease") script = file.content;
    }
    const int replaced = absl::StrReplaceAll(
        {{"/etc/minidcos-lease", Path("own")},
         {"/opt/dcos_install_tmp/minidcos-lease", Path("shared")},
         {"/etc/minidcos-kept", Path("kept")},
         {"read -rt 1 ", "read -rt 0.02 "},
         // It goes on after what should have ended it.
         {"left=10", "exit 3"},
         {" poweroff ", absl::StrCat(" ", Path("poweroff"), " ")}},
        &script);
    ASSERT_EQ(replaced, 7) << "the program has changed: " << script;
    auto started = ChildProcess::Start({"bash", "-c", script}, {}, {});
    ASSERT_THAT(started, IsOk());
    program_ = *std::move(started);
  }

  std::string Path(absl::string_view name) const {
    return absl::StrCat(folder_.path(), "/", name);
  }
  void Write(absl::string_view name, const std::string& content) const {
    EXPECT_THAT(WriteFile(Path(name), content, 0755), IsOk());
  }
  bool IsOff() const { return ReadFile(Path("off")).ok(); }

  // Lets some of its seconds go by.
  void Wait(int seconds) const {
    EXPECT_THAT(limit_.WaitFor(seconds * kSecond), IsOk());
  }

  const ScopedFolder folder_ =
      *ScopedFolder::Make(testing::TempDir(), "lease-program-");
  const Context limit_ = Context().WithTimeout(absl::Minutes(1));
  std::unique_ptr<ChildProcess> program_;
};

TEST_F(LeaseProgram, EndsTheNodeWhenTheLeaseHasRunOut) {
  Write("own", "5 0\n");
  Start();
  EXPECT_THAT(program_->Wait(limit_), IsOkAndHolds(3));
  EXPECT_THAT(ReadFile(Path("off")), IsOkAndHolds("-f -f -n\n"));
}

TEST_F(LeaseProgram, AsksSystemdWhereTheKernelRefuses) {
  Write("refuses", "");
  Write("own", "1 0\n");
  Start();
  EXPECT_THAT(program_->Wait(limit_), IsOkAndHolds(3));
  EXPECT_THAT(ReadFile(Path("off")), IsOkAndHolds("-f -f -n\n-f\n"));
}

class LeaseProgramRenewedIn : public LeaseProgram,
                              public testing::WithParamInterface<const char*> {
};

// The lease is long against what a loaded machine delays us by.
TEST_P(LeaseProgramRenewedIn, LivesAsLongAsItIsRenewed) {
  Write("own", "100 0\n");
  Start();
  for (int renewal = 1; renewal <= 4; ++renewal) {
    Wait(40);
    Write(GetParam(), absl::StrCat("100 ", renewal, "\n"));
  }
  EXPECT_FALSE(IsOff());
  EXPECT_THAT(program_->Wait(limit_), IsOkAndHolds(3));
  EXPECT_TRUE(IsOff());
}

INSTANTIATE_TEST_SUITE_P(Files, LeaseProgramRenewedIn,
                         testing::Values("own", "shared"));

TEST_F(LeaseProgram, LivesForAsLongAsTheLastRenewalSays) {
  Write("own", "250 0\n");
  Start();
  Wait(5);
  Write("shared", "1 1\n");
  const absl::Time begin = absl::Now();
  EXPECT_THAT(program_->Wait(limit_), IsOkAndHolds(3));
  EXPECT_LT(absl::Now() - begin, 200 * kSecond);
}

TEST_F(LeaseProgram, TakesNoNonsenseForARenewal) {
  Write("own", "20 0\n");
  Start();
  for (const char* nonsense : {"", "x", "99999", "a 1\n", "99999 x\n"}) {
    Write("shared", nonsense);
    Wait(2);
  }
  EXPECT_THAT(program_->Wait(limit_), IsOkAndHolds(3));
}

TEST_F(LeaseProgram, LeavesANodeThatIsKept) {
  Write("own", "250 0\n");
  Start();
  Wait(5);
  Write("kept", "");
  EXPECT_THAT(program_->Wait(limit_), IsOkAndHolds(0));
  EXPECT_FALSE(IsOff());
}

}  // namespace
}  // namespace minidcos
