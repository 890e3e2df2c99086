#include "testing/sample_dcos/node/activation.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
namespace fs = std::filesystem;

class ActivateTest : public testing::Test {
 protected:
  void Write(const std::string& path, const std::string& content = "") {
    const std::string whole = root() + path;
    fs::create_directories(fs::path(whole).parent_path());
    ASSERT_THAT(WriteFile(whole, content, 0644), IsOk());
  }
  std::string root() const { return folder_->path(); }
  absl::Status Activate(const std::vector<std::string>& ids) {
    return sample::Activate(root(), ids,
                            [this](const std::vector<std::string>& units) {
                              stopped_ = units;
                              return may_stop_;
                            });
  }
  std::string Target(const std::string& path) const {
    std::error_code error;
    return fs::read_symlink(root() + path, error);
  }

  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "activate-");
  std::vector<std::string> stopped_;
  absl::Status may_stop_;
};

TEST_F(ActivateTest, LinksWhatIsInAPackage) {
  Write("/etc/mesosphere/roles/master");
  const std::string package = "/opt/mesosphere/packages/a--1";
  Write(package + "/bin/tool");
  Write(package + "/etc/common");
  Write(package + "/etc_master/mine");
  Write(package + "/etc_slave/theirs");
  Write(package + "/lib/python3.6/module.py");
  ASSERT_THAT(Activate({"a--1"}), IsOk());
  EXPECT_EQ(Target("/opt/mesosphere/active/a"), package);
  EXPECT_EQ(Target("/opt/mesosphere/bin/tool"), package + "/bin/tool");
  EXPECT_EQ(Target("/opt/mesosphere/etc/common"), package + "/etc/common");
  EXPECT_EQ(Target("/opt/mesosphere/etc/mine"), package + "/etc_master/mine");
  EXPECT_EQ(Target("/opt/mesosphere/lib/python3.6"),
            package + "/lib/python3.6");
  EXPECT_EQ(Target("/opt/mesosphere/etc/theirs"), "");
}

TEST_F(ActivateTest, MakesDcosTargetWantTheUnitsOfItsRole) {
  Write("/etc/mesosphere/roles/slave_public");
  const std::string wants = "/opt/mesosphere/packages/a--1/dcos.target.wants";
  Write(wants + "/dcos-all.service", "all");
  Write(wants + "_slave/dcos-private.service");
  Write(wants + "_slave_public/dcos-public.service", "public");
  ASSERT_THAT(Activate({"a--1"}), IsOk());
  const std::string units = "/etc/systemd/system";
  EXPECT_THAT(ReadFile(root() + units + "/dcos-all.service"),
              IsOkAndHolds("all"));
  EXPECT_THAT(ReadFile(root() + units + "/dcos-public.service"),
              IsOkAndHolds("public"));
  EXPECT_EQ(Target(units + "/dcos.target.wants/dcos-public.service"),
            units + "/dcos-public.service");
  EXPECT_FALSE(fs::exists(root() + units + "/dcos-private.service"));
}

TEST_F(ActivateTest, GathersTheEnvironment) {
  Write("/opt/mesosphere/packages/a--1/pkginfo.json",
        R"({"environment": {"A": "1"}})");
  Write("/opt/mesosphere/packages/b--1/pkginfo.json",
        R"({"environment": {"B": "2"}})");
  ASSERT_THAT(Activate({"a--1", "b--1"}), IsOk());
  EXPECT_THAT(
      ReadFile(root() + "/opt/mesosphere/environment"),
      IsOkAndHolds(HasSubstr("A=1\nB=2\nLD_LIBRARY_PATH=/opt/"
                             "mesosphere/lib\nPATH=/opt/mesosphere/bin:")));
  EXPECT_THAT(ReadFile(root() + "/opt/mesosphere/environment.export"),
              IsOkAndHolds(HasSubstr("export B=2\n")));
}

TEST_F(ActivateTest, PutsPackagesInThePlaceOfOthers) {
  const std::string old = "/opt/mesosphere/packages/a--1";
  Write(old + "/bin/old-tool");
  Write(old + "/dcos.target.wants/dcos-gone.service");
  Write(old + "/dcos.target.wants/dcos-kept.service", "old");
  ASSERT_THAT(Activate({"a--1"}), IsOk());
  EXPECT_THAT(stopped_, IsEmpty());
  const std::string package = "/opt/mesosphere/packages/a--2";
  Write(package + "/bin/tool");
  Write(package + "/dcos.target.wants/dcos-kept.service", "new");
  ASSERT_THAT(Activate({"a--2"}), IsOk());
  EXPECT_THAT(stopped_,
              UnorderedElementsAre("dcos-gone.service", "dcos-kept.service"));
  EXPECT_EQ(Target("/opt/mesosphere/active/a"), package);
  EXPECT_EQ(Target("/opt/mesosphere/bin/tool"), package + "/bin/tool");
  EXPECT_EQ(Target("/opt/mesosphere/bin/old-tool"), "");
  const std::string units = root() + "/etc/systemd/system/";
  EXPECT_THAT(ReadFile(units + "dcos-kept.service"), IsOkAndHolds("new"));
  EXPECT_FALSE(fs::exists(units + "dcos-gone.service"));
  EXPECT_FALSE(fs::exists(units + "dcos.target.wants.new"));
}

TEST_F(ActivateTest, LeavesTheNodeAsItIsIfItCannotGoOn) {
  const std::string old = "/opt/mesosphere/packages/a--1";
  Write(old + "/dcos.target.wants/dcos-kept.service", "old");
  ASSERT_THAT(Activate({"a--1"}), IsOk());
  EXPECT_THAT(Activate({"a--2"}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("a--2")));
  EXPECT_THAT(stopped_, IsEmpty());
  Write("/opt/mesosphere/packages/a--2/bin/tool");
  may_stop_ = absl::UnavailableError("no systemd");
  EXPECT_THAT(Activate({"a--2"}), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(stopped_, ElementsAre("dcos-kept.service"));
  EXPECT_EQ(Target("/opt/mesosphere/active/a"), old);
  EXPECT_THAT(ReadFile(root() + "/etc/systemd/system/dcos-kept.service"),
              IsOkAndHolds("old"));
}

TEST_F(ActivateTest, SaysThatAFileIsInTwoPackages) {
  Write("/opt/mesosphere/packages/a--1/bin/tool");
  Write("/opt/mesosphere/packages/b--1/bin/tool");
  EXPECT_THAT(Activate({"a--1", "b--1"}),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("/tool")));
}

}  // namespace
}  // namespace minidcos::sample
