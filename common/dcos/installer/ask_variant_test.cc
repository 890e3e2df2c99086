#include "common/dcos/installer/ask_variant.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/tar.h"
#include "common/cluster/operation.h"
#include "common/dcos/installer/installer.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// As real ones do, these tell of the payload on the first run.
constexpr absl::string_view kUnpack =
    "[ -e payload ] || { echo dcos-genconf.1-2.tar; touch payload; }\n";

class AskVariantTest : public testing::Test {
 protected:
  AskVariantTest()
      : files_(*ScopedFolder::Make(testing::TempDir(), "files-")),
        temporary_(*ScopedFolder::Make(testing::TempDir(), "tmp-")) {
    setenv("TMPDIR", temporary_.path().c_str(), 1);
    setenv("PATH", absl::StrCat(files_.path(), ":/usr/bin:/bin").c_str(), 1);
    EXPECT_THAT(WriteFile(files_.path() + "/docker", "#!/bin/sh\n", 0755),
                IsOk());
  }
  ~AskVariantTest() override {
    EXPECT_TRUE(std::filesystem::is_empty(temporary_.path()));
    unsetenv("TMPDIR");
  }

  // Asks an installer that runs `script`.
  absl::StatusOr<DcosVariant> Ask(absl::string_view script,
                                  const Context& ctx = Context()) {
    TarWriter tar;
    tar.AddFile("dcos-genconf.1-2.tar", "image", 0644);
    const std::string path = files_.path() + "/my installer.sh";
    EXPECT_THAT(WriteFile(path,
                          absl::StrCat("#!/bin/bash\n", script,
                                       "\nexit 0\n#EOF#\n", *tar.Finish()),
                          0644),
                IsOk());
    return AskVariant({ctx, Context(), engine_.client(), NoProgress()},
                      *Installer::Open(path));
  }

  const ScopedFolder files_;
  const ScopedFolder temporary_;
  FakeEngine engine_;
};

TEST_F(AskVariantTest, BelievesTheSecondRun) {
  EXPECT_THAT(Ask(absl::StrCat(kUnpack, R"(
[ "$*" = --version ] && echo '{"variant": "ee", "version": "2.1.0"}')")),
              IsOkAndHolds(DcosVariant::kEnterprise));
  EXPECT_THAT(Ask(absl::StrCat(kUnpack, R"(
echo '{"variant": "", "version": "2.1.0"}')")),
              IsOkAndHolds(DcosVariant::kOpen));
}

TEST_F(AskVariantTest, GivesItAContainerNameOfOurs) {
  EXPECT_THAT(Ask(R"(
[[ $DCOS_INSTALLER_CONTAINER_NAME == minidcos-????????-installer ]] &&
  echo '{"variant": "ee"}')"),
              IsOkAndHolds(DcosVariant::kEnterprise));
}

TEST_F(AskVariantTest, TellsWhatWentWrong) {
  const auto failed = Ask("echo no docker >&2; exit 3");
  EXPECT_THAT(failed, StatusIs(absl::StatusCode::kFailedPrecondition,
                               AllOf(HasSubstr("my installer.sh'"),
                                     HasSubstr("it exited with code 3"),
                                     HasSubstr("give --variant oss"))));
  EXPECT_EQ(GetOutput(failed.status()), "no docker\n");
  EXPECT_THAT(Ask("echo hello"), StatusIs(absl::StatusCode::kFailedPrecondition,
                                          HasSubstr("it did not print JSON")));
  EXPECT_THAT(Ask(R"(echo '{"variant": "x"}')"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("'x' is no variant that we know")));
}

TEST_F(AskVariantTest, NeedsADockerCommand) {
  setenv("PATH", "/nonexistent", 1);
  EXPECT_THAT(Ask(""), StatusIs(absl::StatusCode::kFailedPrecondition,
                                AllOf(HasSubstr("docker command"),
                                      HasSubstr("give --variant oss"))));
}

TEST_F(AskVariantTest, EndsWhenInterrupted) {
  Cancellation interrupted;
  interrupted.Cancel();
  EXPECT_THAT(Ask("", Context().WithCancellation(interrupted)),
              StatusIs(absl::StatusCode::kCancelled));
}

}  // namespace
}  // namespace minidcos
