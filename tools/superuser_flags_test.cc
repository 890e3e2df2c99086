#include "tools/superuser_flags.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/cli/flags.h"
#include "common/dcos/superuser.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

constexpr char kVariable[] = "MINIDCOS_SUPERUSER_PASSWORD";

class SuperuserFlagsTest : public testing::Test {
 protected:
  ~SuperuserFlagsTest() override { unsetenv(kVariable); }

  // What a command line means: "<name> <password>".
  static absl::StatusOr<std::string> Read(
      const std::vector<std::string>& arguments) {
    SuperuserFlagValues values;
    RETURN_IF_ERROR(
        ParseFlags({{"", SuperuserFlags(values)}}, arguments, false).status());
    ASSIGN_OR_RETURN(const Superuser superuser, ReadSuperuserFlags(values));
    return absl::StrCat(superuser.username, " ", superuser.password);
  }

  // The path of a file.
  std::string File(const std::string& content) {
    const std::string path = folder_.path() + "/password";
    EXPECT_THAT(WriteFile(path, content, 0600), IsOk());
    return path;
  }

  const ScopedFolder folder_ =
      *ScopedFolder::Make(testing::TempDir(), "superuser");
};

TEST_F(SuperuserFlagsTest, AreThoseOfDcosE2eWithoutAnyFlag) {
  EXPECT_THAT(Read({}), IsOkAndHolds("bootstrapuser deleteme"));
}

TEST_F(SuperuserFlagsTest, TakeTheFileBeforeTheFlagBeforeTheEnvironment) {
  setenv(kVariable, "from-environment", 1);
  EXPECT_THAT(Read({"--superuser-username", "me"}),
              IsOkAndHolds("me from-environment"));
  EXPECT_THAT(Read({"--superuser-password=from-flag"}),
              IsOkAndHolds("bootstrapuser from-flag"));
  EXPECT_THAT(Read({"--superuser-password-file", File("from file\n"),
                    "--superuser-password", "from-flag"}),
              IsOkAndHolds("bootstrapuser from file"));
}

TEST_F(SuperuserFlagsTest, TakeAFileAsItIsButForANewlineAtItsEnd) {
  EXPECT_THAT(Read({"--superuser-password-file", File(" a\nb \n\n")}),
              IsOkAndHolds("bootstrapuser  a\nb \n"));
}

TEST_F(SuperuserFlagsTest, RefuseWhatNoLogInCanCarry) {
  EXPECT_THAT(Read({"--superuser-password=\xff"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "the superuser's name or password is not UTF-8"));
}

TEST_F(SuperuserFlagsTest, RefuseNothingAsNameOrPassword) {
  const absl::StatusCode refused = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(Read({"--superuser-username="}),
              StatusIs(refused, "the superuser's name is empty"));
  EXPECT_THAT(Read({"--superuser-password="}),
              StatusIs(refused, "the superuser's password is empty"));
  EXPECT_THAT(Read({"--superuser-password-file", File("\n")}),
              StatusIs(refused, "the superuser's password is empty"));
}

TEST_F(SuperuserFlagsTest, NameAFileThatIsNotThere) {
  EXPECT_THAT(Read({"--superuser-password-file", "/none"}),
              StatusIs(absl::StatusCode::kNotFound,
                       testing::AllOf(testing::HasSubstr("/none"),
                                      testing::HasSubstr("password-file"))));
}

}  // namespace
}  // namespace minidcos
