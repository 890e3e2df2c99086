#include "testing/sample_dcos/genconf/custom_ca.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/genconf/resolve.h"
#include "testing/sample_dcos/tls/test_certificates.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

// Paths are relative to the folder with the test's certificates.
class CustomCa : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ =
        new ScopedFolder(*ScopedFolder::Make(TemporaryDirectory(), "ca-"));
    ASSERT_THAT(MakeTestCertificates(folder_->path()), IsOk());
  }
  static void TearDownTestSuite() { delete folder_; }

  static std::string Read(const std::string& name) {
    return *ReadFile(absl::StrCat(folder_->path(), "/", name));
  }

  static Resolution ResolveIt(const Arguments& user) {
    Resolution resolution = {.user = user, .arguments = user};
    ResolveCustomCa(
        [](const std::string& path) {
          return ReadFile(absl::StrCat(folder_->path(), "/", path));
        },
        resolution);
    return resolution;
  }

  static inline ScopedFolder* folder_;
};

TEST_F(CustomCa, IsNotAskedFor) {
  const Resolution resolution = ResolveIt({});
  EXPECT_THAT(resolution.errors, IsEmpty());
  EXPECT_THAT(resolution.arguments, IsEmpty());
}

TEST_F(CustomCa, IsARoot) {
  Resolution resolution = ResolveIt({{"ca_certificate_path", "root.crt"},
                                     {"ca_certificate_key_path", "root.key"}});
  EXPECT_THAT(resolution.errors, IsEmpty());
  EXPECT_EQ(resolution.arguments["ca_certificates"], Read("root.crt"));
  for (const auto& [key, value] : resolution.arguments) {
    EXPECT_THAT(value, Not(HasSubstr("PRIVATE KEY"))) << key;
  }
}

TEST_F(CustomCa, IsAnIntermediateWithItsChain) {
  Resolution resolution =
      ResolveIt({{"ca_certificate_path", "middle.crt"},
                 {"ca_certificate_key_path", "middle.key"},
                 {"ca_certificate_chain_path", "root.crt"}});
  EXPECT_THAT(resolution.errors, IsEmpty());
  EXPECT_EQ(resolution.arguments["ca_certificates"],
            Read("middle.crt") + "\n" + Read("root.crt"));
}

TEST_F(CustomCa, IsThereWholeOrNotAtAll) {
  EXPECT_THAT(ResolveIt({{"ca_certificate_path", "root.crt"}}).errors,
              ElementsAre(Pair("ca_certificate_key_path",
                               "Must set ca_certificate_key_path, no way to "
                               "calculate value.")));
  EXPECT_THAT(ResolveIt({{"ca_certificate_key_path", "root.key"}}).errors,
              ElementsAre(Key("ca_certificate_path")));
  EXPECT_THAT(ResolveIt({{"ca_certificate_path", "middle.crt"},
                         {"ca_certificate_key_path", "middle.key"}})
                  .errors,
              ElementsAre(Key("ca_certificate_chain_path")));
  EXPECT_THAT(
      ResolveIt({{"ca_certificate_chain_path", "root.crt"}}).errors,
      ElementsAre(Key("ca_certificate_key_path"), Key("ca_certificate_path")));
}

TEST_F(CustomCa, NamesFilesThatExist) {
  EXPECT_THAT(
      ResolveIt({{"ca_certificate_path", "missing.crt"},
                 {"ca_certificate_key_path", "missing.key"}})
          .errors,
      ElementsAre(
          Pair("ca_certificate_key_path", "file `missing.key` must exist"),
          Pair("ca_certificate_path", "file `missing.crt` must exist")));
}

TEST_F(CustomCa, FitsTogether) {
  EXPECT_THAT(ResolveIt({{"ca_certificate_path", "root.crt"},
                         {"ca_certificate_key_path", "other.key"}})
                  .errors,
              ElementsAre(Key("ca_certificate_key_path")));
  EXPECT_THAT(ResolveIt({{"ca_certificate_path", "leaf.crt"},
                         {"ca_certificate_key_path", "leaf.key"}})
                  .errors,
              ElementsAre(Key("ca_certificate_path")));
  EXPECT_THAT(ResolveIt({{"ca_certificate_path", "middle.crt"},
                         {"ca_certificate_key_path", "middle.key"},
                         {"ca_certificate_chain_path", "other.crt"}})
                  .errors,
              ElementsAre(Key("ca_certificate_chain_path")));
  EXPECT_THAT(ResolveIt({{"ca_certificate_path", "root.crt"},
                         {"ca_certificate_key_path", "root.key"},
                         {"ca_certificate_chain_path", "root.crt"}})
                  .errors,
              ElementsAre(Pair("ca_certificate_chain_path",
                               HasSubstr("Must not be set"))));
}

}  // namespace
}  // namespace minidcos::sample
