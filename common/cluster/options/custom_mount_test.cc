#include "common/cluster/options/custom_mount.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

struct Good {
  std::string text;
  std::string source;
  std::string target;
  bool read_only = false;
};

class GoodMount : public ::testing::TestWithParam<Good> {};

TEST_P(GoodMount, IsRead) {
  const auto mount = ParseCustomMount(GetParam().text);
  ASSERT_THAT(mount, IsOk());
  EXPECT_EQ(mount->source, GetParam().source);
  EXPECT_EQ(mount->target, GetParam().target);
  EXPECT_EQ(mount->read_only, GetParam().read_only);
  EXPECT_THAT(CheckCustomMounts({*mount}), IsOk());
}

std::string Here(const std::string& path) {
  return (std::filesystem::current_path() / path).string();
}

INSTANTIATE_TEST_SUITE_P(
    All, GoodMount,
    ::testing::Values(
        Good{"/data", "", "/data"}, Good{"/data:ro", "", "/data", true},
        Good{"/data:rw", "", "/data"}, Good{"/a:/b", "/a", "/b"},
        Good{"/a:/b:ro", "/a", "/b", true}, Good{"/a:/b:rw", "/a", "/b"},
        Good{"/a b/ü:/c", "/a b/ü", "/c"}, Good{"name:/b", "name", "/b"},
        Good{"my.vol-1_x:/b:ro", "my.vol-1_x", "/b", true},
        Good{"./x:/b", Here("x"), "/b"}, Good{"/a:/b//c/", "/a", "/b/c"},
        Good{".:/b", std::filesystem::current_path().string(), "/b"},
        Good{"/a:/var/lib/docker", "/a", "/var/lib/docker"}));

struct Bad {
  std::string text;
  std::string reason;
};

class BadMount : public ::testing::TestWithParam<Bad> {};

TEST_P(BadMount, IsNamedWithTheSyntax) {
  EXPECT_THAT(ParseCustomMount(GetParam().text),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr(absl::StrCat("'", GetParam().text, "'")),
                             HasSubstr(GetParam().reason),
                             HasSubstr("[SRC:]DST[:ro|rw]"))));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadMount,
    ::testing::Values(Bad{"/a:/b:rx", "mode 'rx' is neither ro nor rw"},
                      Bad{"/a:/b:RO", "mode 'RO'"}, Bad{"/a:/b:", "mode ''"},
                      Bad{"/a:/b:/c:ro", "too many parts"},
                      Bad{"/a:/b:/c:/d", "too many parts"}, Bad{"", "empty"},
                      Bad{":/b", "empty"}, Bad{"/a:", "empty"},
                      Bad{"data", "'data' is not an absolute path"},
                      Bad{"/a:b", "'b' is not an absolute path"},
                      Bad{"a/b:/c", "neither a path"},
                      Bad{"-x:/c", "neither a path"},
                      Bad{"~/x:/c", "neither a path"},
                      Bad{"/a:/", "mounted at '/'"},
                      Bad{"/a:/run", "mounted at '/run'"},
                      Bad{"/a:/opt/dcos_install_tmp", "mounted at"}));

TEST(CheckCustomMounts, RefusesTwoAtOnePath) {
  EXPECT_THAT(CheckCustomMounts({{.target = "/a"}, {.target = "/a/"}}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("two volumes at '/a/'")));
}

TEST(CheckCustomMounts, LooksAtMountsThatNobodyHasRead) {
  EXPECT_THAT(CheckCustomMounts({{.source = "a/b", .target = "/c"}}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckCustomMounts({{.target = "c"}}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace minidcos
