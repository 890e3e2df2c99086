#include "common/dcos/sync/checkout.h"

#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/tar.h"
#include "common/dcos/installer/installer.h"
#include "common/dcos/sync/fake_checkout.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class CheckoutTest : public testing::Test {
 protected:
  CheckoutTest() {
    checkout_.Write(FakeCheckout::Tests("test_a.py"), "a");
    checkout_.Write(FakeCheckout::Tests("util/hosts.py"), "hosts");
  }

  // Content by name, folders left out.
  std::map<std::string, std::string> Packed(DcosVariant variant) {
    const auto opened = OpenCheckout(checkout_.path());
    EXPECT_THAT(opened, IsOk());
    const auto tar = PackCheckout(Context(), *opened, variant);
    EXPECT_THAT(tar, IsOk());
    const auto entries = ReadTar(*tar);
    EXPECT_THAT(entries, IsOk());
    EXPECT_EQ(entries->back().path, "end");
    std::map<std::string, std::string> files;
    for (const TarEntry& entry : *entries) {
      if (entry.path.back() != '/') files[entry.path] = entry.content;
    }
    return files;
  }

  FakeCheckout checkout_;
};

TEST_F(CheckoutTest, IsOfTheVariantThatItsFilesTell) {
  EXPECT_EQ(OpenCheckout(checkout_.path())->variant, DcosVariant::kOpen);
  checkout_.MakeEnterprise();
  EXPECT_EQ(OpenCheckout(checkout_.path())->variant, DcosVariant::kEnterprise);
}

TEST_F(CheckoutTest, HasTestsAndBootstrapCode) {
  const auto refused = [](const std::string& words) {
    return StatusIs(
        absl::StatusCode::kInvalidArgument,
        AllOf(HasSubstr("not a checkout of DC/OS"), HasSubstr(words)));
  };
  EXPECT_THAT(OpenCheckout("/none"), refused("'/none'"));
  checkout_.Remove("packages/bootstrap");
  EXPECT_THAT(OpenCheckout(checkout_.path()), refused("packages/bootstrap"));
  checkout_.Remove("packages");
  EXPECT_THAT(OpenCheckout(checkout_.path()),
              refused("packages/dcos-integration-test/extra"));
}

TEST_F(CheckoutTest, IsPackedWithoutWhatPythonAndGitKeep) {
  for (const char* name : {"__pycache__/test_a.pyc", "util/__pycache__/x",
                           "old.pyc", ".pytest_cache/v", ".git/config"}) {
    checkout_.Write(FakeCheckout::Tests(name), "cached");
  }
  checkout_.Write(FakeCheckout::Bootstrap("__pycache__/utils.pyc"), "cached");
  checkout_.Write(FakeCheckout::Bootstrap("utils.py"), "utils");

  EXPECT_THAT(
      Packed(DcosVariant::kOpen),
      ElementsAre(Pair("bootstrap/__init__.py", ""),
                  Pair("bootstrap/utils.py", "utils"), Pair("end", ""),
                  Pair("tests/conftest.py", ""), Pair("tests/test_a.py", "a"),
                  Pair("tests/util/hosts.py", "hosts")));
}

TEST_F(CheckoutTest, OfOpenDcosGoesBesideTheTestsOfEnterprise) {
  EXPECT_THAT(Packed(DcosVariant::kEnterprise),
              ElementsAre(Pair("end", ""),
                          Pair("tests/open_source_tests/test_a.py", "a"),
                          Pair("tests/util/hosts.py", "hosts")));
}

TEST_F(CheckoutTest, OfEnterpriseIsWhole) {
  checkout_.MakeEnterprise();
  EXPECT_EQ(Packed(DcosVariant::kEnterprise).size(), 5);
  EXPECT_EQ(Packed(DcosVariant::kOpen).size(), 5);
}

TEST_F(CheckoutTest, IsReadableOnTheNodeWhateverItsPermissions) {
  const std::string script =
      absl::StrCat(checkout_.path(), "/", FakeCheckout::Tests("run.sh"));
  checkout_.Write(FakeCheckout::Tests("run.sh"), "#!/bin/sh\n");
  ASSERT_EQ(chmod(script.c_str(), 0700), 0);
  const auto tar = PackCheckout(Context(), *OpenCheckout(checkout_.path()),
                                DcosVariant::kOpen);
  ASSERT_THAT(tar, IsOk());
  const auto entries = ReadTar(*tar);
  ASSERT_THAT(entries, IsOk());
  std::map<std::string, mode_t> modes;
  for (const TarEntry& entry : *entries) {
    modes[entry.path] = entry.mode & 0777;
  }
  EXPECT_EQ(modes["tests/run.sh"], 0755);
  EXPECT_EQ(modes["tests/test_a.py"], 0644);
}

TEST_F(CheckoutTest, IsRefusedWhereALinkLeadsNowhere) {
  const std::string link =
      absl::StrCat(checkout_.path(), "/", FakeCheckout::Tests("link.py"));
  ASSERT_EQ(symlink("nothing", link.c_str()), 0);
  EXPECT_THAT(
      PackCheckout(Context(), *OpenCheckout(checkout_.path()),
                   DcosVariant::kOpen),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("link.py'")));
}

}  // namespace
}  // namespace minidcos
