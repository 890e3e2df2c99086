#include "testing/sample_dcos/genconf/command_line.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/base/password.h"
#include "testing/sample_dcos/genconf/installer_fixture.h"

namespace minidcos::sample {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST_F(Installer, PrintsItsVersionAsJson) {
  EXPECT_EQ(Run({"--version"}), 0);
  EXPECT_EQ(
      out_.str(),
      "{\n    \"variant\": \"\",\n    \"version\": \"2.1.0-sample\"\n}\n");
  EXPECT_EQ(err_.str(), "");
}

TEST_F(Installer, RefusesUnknownFlagsAndTwoActions) {
  EXPECT_EQ(Run({"--nonsense"}), 2);
  EXPECT_THAT(err_.str(),
              AllOf(StartsWith("usage: "),
                    HasSubstr("unrecognized arguments: --nonsense")));
  EXPECT_EQ(Run({"--version", "--genconf"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("not allowed with argument --version"));
  EXPECT_EQ(out_.str(), "");
}

TEST_F(Installer, TakesAValueWhereOneMayBe) {
  EXPECT_EQ(Run({"--genconf", "x"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("unrecognized arguments: x"));
  EXPECT_EQ(Run({"--hash-password", "x", "--web"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("not allowed with argument --hash-pass"));
  EXPECT_EQ(Run({"-p", "9000", "--version"}), 0);
}

TEST_F(Installer, HashesAPassword) {
  EXPECT_EQ(Run({"--hash-password", "secret"}), 0);
  EXPECT_THAT(out_.str(), StartsWith("$6$rounds=656000$"));
  EXPECT_THAT(err_.str(), HasSubstr("HASHING PASSWORD TO SHA512"));
  const std::string hash = out_.str().substr(0, out_.str().size() - 1);
  EXPECT_TRUE(IsHashOf(hash, "secret"));
}

TEST_F(Installer, AsksForAPasswordUntilThereIsOne) {
  in_.str("\nsecret\n");
  EXPECT_EQ(Run({"--hash-password"}), 0);
  EXPECT_THAT(out_.str(), StartsWith("Password: Password: $6$"));
  EXPECT_THAT(err_.str(), HasSubstr("Must provide a non-empty password"));
  EXPECT_EQ(Run({"--hash-password"}), 1);
}

TEST_F(Installer, SaysWhatItCannotDo) {
  EXPECT_EQ(Run({"--web"}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("has been removed"));
  EXPECT_EQ(Run({"--aws-cloudformation"}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("AWS"));
}

TEST_F(Installer, HelpsOnStdout) {
  EXPECT_EQ(Run({"-h"}), 0);
  EXPECT_THAT(out_.str(), StartsWith("usage: "));
}

}  // namespace
}  // namespace minidcos::sample
