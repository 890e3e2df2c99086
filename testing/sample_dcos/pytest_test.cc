// What stands for pytest on nodes of the sample DC/OS.

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos::sample {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kGood[] =
    "import unittest\n"
    "from util.help import two\n"
    "def test_function():\n"
    "    print('printed')\n"
    "    assert two() == 2\n"
    "class TestCase(unittest.TestCase):\n"
    "    def test_method(self):\n"
    "        self.assertEqual(two(), 2)\n"
    "class TestPlain:\n"
    "    def test_plain(self):\n"
    "        assert two() == 2\n";

constexpr char kBad[] =
    "import unittest\n"
    "class TestBad(unittest.TestCase):\n"
    "    def test_wrong(self):\n"
    "        self.assertEqual(1, 2)\n"
    "def test_raises():\n"
    "    print('seen')\n"
    "    raise KeyError('no key')\n";

class Pytest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(MakeFolder(folder_->path() + "/util", 0755), IsOk());
    Write("util/help.py", "def two(): return 2\n");
    Write("test_good.py", kGood);
  }

  void Write(const std::string& name, const std::string& content) {
    ASSERT_THAT(WriteFile(folder_->path() + "/" + name, content, 0644), IsOk());
  }

  SubprocessResult Run(const std::vector<std::string>& words) {
    std::vector<std::string> argv = {
        "python3", "-B",
        std::filesystem::absolute(
            RunfilePath("testing/sample_dcos/packages/python/bin/pytest"))};
    argv.insert(argv.end(), words.begin(), words.end());
    SubprocessOptions options;
    options.directory = folder_->path();
    const auto result = RunSubprocess(Context(), argv, options);
    EXPECT_THAT(result, IsOk());
    return *result;
  }

  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "pytest-");
};

TEST_F(Pytest, RunsFunctionsAndClasses) {
  const SubprocessResult result = Run({"-v"});
  EXPECT_EQ(result.exit_code, 0) << result.stdout_text << result.stderr_text;
  EXPECT_THAT(result.stdout_text,
              AllOf(HasSubstr("collected 3 items"),
                    HasSubstr("test_good.py::test_function PASSED"),
                    HasSubstr("test_good.py::TestCase::test_method PASSED"),
                    HasSubstr("test_good.py::TestPlain::test_plain PASSED"),
                    Not(HasSubstr("printed"))));
}

TEST_F(Pytest, SaysWhatFailed) {
  Write("test_bad.py", kBad);
  const SubprocessResult result = Run({});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.stdout_text,
              AllOf(HasSubstr("test_bad.py::TestBad::test_wrong"),
                    HasSubstr("1 != 2"), HasSubstr("KeyError: 'no key'"),
                    HasSubstr("seen"), HasSubstr("2 failed of 5")));
}

TEST_F(Pytest, RunsWhatIsNamed) {
  Write("test_bad.py", kBad);
  EXPECT_EQ(Run({"test_good.py"}).exit_code, 0);
  EXPECT_EQ(Run({"test_good.py::TestCase"}).exit_code, 0);
  EXPECT_THAT(Run({"-s", "test_good.py::test_function"}).stdout_text,
              AllOf(HasSubstr("collected 1 items"), HasSubstr("printed")));
  EXPECT_EQ(Run({"-k", "good"}).exit_code, 0);
  EXPECT_THAT(Run({"-x"}).stdout_text, HasSubstr("1 failed of 5"));
}

TEST_F(Pytest, ExitsAsPytestDoes) {
  const SubprocessResult missing = Run({"test_missing.py"});
  EXPECT_EQ(missing.exit_code, 4);
  EXPECT_THAT(missing.stderr_text,
              HasSubstr("file or directory not found: test_missing.py"));
  EXPECT_EQ(Run({"--nonsense"}).exit_code, 4);
  EXPECT_EQ(Run({"--help"}).exit_code, 0);
  EXPECT_EQ(Run({"-k", "nothing"}).exit_code, 5);
  Write("test_broken.py", "import nothing_of_that_name\n");
  EXPECT_EQ(Run({}).exit_code, 2);
}

}  // namespace
}  // namespace minidcos::sample
