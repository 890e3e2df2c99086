#include "common/base/find_program.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

class FindProgramTest : public testing::Test {
 protected:
  FindProgramTest() {
    for (const char* folder : {"/a", "/b"}) {
      EXPECT_THAT(MakeFolder(folder_.path() + folder, 0755), IsOk());
    }
    EXPECT_THAT(WriteFile(folder_.path() + "/a/notes", "", 0644), IsOk());
    EXPECT_THAT(WriteFile(folder_.path() + "/b/notes", "", 0755), IsOk());
    EXPECT_THAT(WriteFile(folder_.path() + "/a/text", "", 0644), IsOk());
  }

  const ScopedFolder folder_ =
      *ScopedFolder::Make(testing::TempDir(), "find-program-");
  const std::string path_ =
      absl::StrCat(folder_.path(), "/a:", folder_.path(), "/b");
};

TEST_F(FindProgramTest, TakesTheFirstThatCanBeExecuted) {
  EXPECT_THAT(FindProgram("notes", path_),
              IsOkAndHolds(folder_.path() + "/b/notes"));
}

TEST_F(FindProgramTest, LooksInNoFolderForANameWithASlash) {
  const std::string program = folder_.path() + "/b/notes";
  EXPECT_THAT(FindProgram(program, ""), IsOkAndHolds(program));
  EXPECT_THAT(FindProgram("b/notes", folder_.path()),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(FindProgramTest, TellsWhatIsNotThereFromWhatCannotBeExecuted) {
  EXPECT_THAT(FindProgram("none", path_),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'none'")));
  EXPECT_THAT(FindProgram("", path_), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(FindProgram("text", path_),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(FindProgram("a", folder_.path()),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(FindProgramTest, FindsWhatIsInPath) {
  EXPECT_THAT(FindProgram("sh"), IsOk());
}

}  // namespace
}  // namespace minidcos
