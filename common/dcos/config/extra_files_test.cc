#include "common/dcos/config/extra_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ExtraFilesTest : public testing::Test {
 protected:
  ExtraFilesTest()
      : scope_(*ScopedFolder::Make(testing::TempDir(), "extra-files-")),
        given_(scope_.path() + "/given"),
        genconf_(scope_.path() + "/genconf") {
    EXPECT_THAT(MakeFolder(given_, 0755), IsOk());
    EXPECT_THAT(MakeFolder(genconf_, 0755), IsOk());
  }

  void Write(absl::string_view name, absl::string_view content,
             mode_t mode = 0644) {
    EXPECT_THAT(WriteFile(absl::StrCat(given_, "/", name), content, mode),
                IsOk());
  }

  void Link(const char* target, absl::string_view name) {
    EXPECT_EQ(symlink(target, absl::StrCat(given_, "/", name).c_str()), 0);
  }

  mode_t CopiedMode(absl::string_view name) {
    struct stat status = {};
    EXPECT_EQ(stat(absl::StrCat(genconf_, "/", name).c_str(), &status), 0);
    return status.st_mode & 07777;
  }

  // Expects both functions to refuse the folder, naming `words`.
  void ExpectRefusal(absl::string_view words) {
    const auto refused = StatusIs(absl::StatusCode::kInvalidArgument,
                                  HasSubstr(std::string(words)));
    EXPECT_THAT(CheckExtraFiles(given_), refused);
    EXPECT_THAT(CopyExtraFiles(Context(), given_, genconf_), refused);
  }

  const ScopedFolder scope_;
  const std::string given_;
  const std::string genconf_;
};

TEST_F(ExtraFilesTest, ComeWithTheirFoldersAndPermissions) {
  Write("license.txt", "license");
  Write("ca.key", "key", 0600);
  ASSERT_THAT(MakeFolder(given_ + "/check_bins", 0750), IsOk());
  ASSERT_THAT(MakeFolder(given_ + "/check_bins/config.yaml", 0555), IsOk());
  Write("check_bins/serve", "#!/bin/sh\n", 0755);

  EXPECT_THAT(CheckExtraFiles(given_), IsOk());
  EXPECT_THAT(CopyExtraFiles(Context(), given_, genconf_), IsOk());

  EXPECT_THAT(ReadFile(genconf_ + "/license.txt"), IsOkAndHolds("license"));
  EXPECT_THAT(ReadFile(genconf_ + "/check_bins/serve"),
              IsOkAndHolds("#!/bin/sh\n"));
  EXPECT_EQ(CopiedMode("ca.key"), 0600);
  EXPECT_EQ(CopiedMode("check_bins"), 0750);
  EXPECT_EQ(CopiedMode("check_bins/serve"), 0755);
  EXPECT_EQ(CopiedMode("check_bins/config.yaml"), 0755);
}

TEST_F(ExtraFilesTest, TakeThePlaceOfWhatIsThere) {
  Write("ip-detect", "new", 0755);
  ASSERT_THAT(WriteFile(genconf_ + "/ip-detect", "old, longer", 0600), IsOk());

  EXPECT_THAT(CopyExtraFiles(Context(), given_, genconf_), IsOk());

  EXPECT_THAT(ReadFile(genconf_ + "/ip-detect"), IsOkAndHolds("new"));
}

TEST_F(ExtraFilesTest, AreWhatLinksLeadTo) {
  ASSERT_THAT(WriteFile(scope_.path() + "/outside", "content", 0640), IsOk());
  Link("../outside", "file");
  ASSERT_THAT(MakeFolder(scope_.path() + "/folder", 0755), IsOk());
  ASSERT_THAT(WriteFile(scope_.path() + "/folder/in", "inner", 0644), IsOk());
  Link("../folder", "sub");

  EXPECT_THAT(CopyExtraFiles(Context(), given_, genconf_), IsOk());

  struct stat status = {};
  ASSERT_EQ(lstat((genconf_ + "/file").c_str(), &status), 0);
  EXPECT_TRUE(S_ISREG(status.st_mode));
  EXPECT_THAT(ReadFile(genconf_ + "/file"), IsOkAndHolds("content"));
  EXPECT_THAT(ReadFile(genconf_ + "/sub/in"), IsOkAndHolds("inner"));
}

TEST_F(ExtraFilesTest, AreRefusedWhereALinkLeadsNowhere) {
  Link("nothing", "dangling");
  ExpectRefusal("given/dangling' is a symbolic link that leads to nothing");
}

TEST_F(ExtraFilesTest, AreRefusedWhereLinksMakeACircle) {
  ASSERT_THAT(MakeFolder(given_ + "/sub", 0755), IsOk());
  Link("..", "sub/up");
  ExpectRefusal("given/sub/up' is a symbolic link back");
}

TEST_F(ExtraFilesTest, AreRefusedIfTheyAreNoFiles) {
  ASSERT_EQ(mkfifo((given_ + "/pipe").c_str(), 0600), 0);
  ExpectRefusal("given/pipe' is neither a file nor a folder");
}

TEST_F(ExtraFilesTest, AreRefusedUnderTheInstallersOwnNames) {
  Write("config.yaml", "a: 1\n");
  ExpectRefusal("given/config.yaml' cannot be given");
  ASSERT_THAT(RemoveTree(given_ + "/config.yaml"), IsOk());
  ASSERT_THAT(MakeFolder(given_ + "/serve", 0755), IsOk());
  ExpectRefusal("given/serve' cannot be given");
}

TEST_F(ExtraFilesTest, MustBeInAFolder) {
  Write("file", "");
  EXPECT_THAT(CheckExtraFiles(given_ + "/file"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("/file'"), HasSubstr("not a folder"))));
  EXPECT_THAT(CheckExtraFiles(given_ + "/none"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("/none'")));
}

TEST_F(ExtraFilesTest, AreCopiedUntilTheUserInterrupts) {
  Write("file", "");
  Cancellation cancellation;
  cancellation.Cancel();
  EXPECT_THAT(CopyExtraFiles(Context().WithCancellation(cancellation), given_,
                             genconf_),
              StatusIs(absl::StatusCode::kCancelled));
}

}  // namespace
}  // namespace minidcos
