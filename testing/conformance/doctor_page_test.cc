// docs/doctor.md has a paragraph for every check.

#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/doctor/checks.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(DoctorPage, TellsOfEveryCheck) {
  std::ifstream file(RunfilePath("docs/doctor.md"));
  ASSERT_TRUE(file.good());
  std::ostringstream page;
  page << file.rdbuf();
  for (const Check& check : AllChecks()) {
    EXPECT_THAT(page.str(), HasSubstr(absl::StrCat("**`", check.name, "`**")));
  }
}

}  // namespace
}  // namespace minidcos
