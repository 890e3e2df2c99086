// The installer's shell head, with a program that only notes what it is told in
// the place of docker.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

// Notes its words; the image is there once it was loaded.
constexpr char kDocker[] = R"(#!/bin/sh
echo "$@" >>"$NOTES"
case $1 in
  version) exit "${VERSION_EXIT:-0}" ;;
  images) cat "$NOTES.loaded" 2>/dev/null || true ;;
  load) echo id >"$NOTES.loaded" ;;
  run) echo "from the image"; exit "${RUN_EXIT:-0}" ;;
esac
)";

class Head : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(MakeFolder(Path("bin"), 0755), IsOk());
    ASSERT_THAT(MakeFolder(Path("cwd"), 0755), IsOk());
    ASSERT_THAT(WriteFile(Path("bin/docker"), kDocker, 0755), IsOk());
    options_.directory = Path("cwd");
    options_.environment = {{"PATH", Path("bin") + ":/usr/bin:/bin"},
                            {"NOTES", Path("notes")}};
    // The test may itself run in an environment of the installer's.
    options_.unset_environment = {"DCOS_INSTALLER_CONTAINER_NAME",
                                  "DCOS_INSTALLER_DAEMONIZE"};
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_->path(), "/", name);
  }

  SubprocessResult Run(const std::vector<std::string>& arguments) const {
    std::vector<std::string> argv = {
        "bash", std::filesystem::absolute(RunfilePath(
                    "testing/sample_dcos/dcos_generate_config.sh"))};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    const auto result = RunSubprocess(Context(), argv, options_);
    EXPECT_THAT(result, IsOk());
    return *result;
  }

  std::string Notes() const { return *ReadFile(Path("notes")); }

  std::vector<std::string> Left() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(Path("cwd"))) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "head-");
  SubprocessOptions options_;
};

TEST_F(Head, WantsDockerAndDoesNothingWithout) {
  options_.environment["VERSION_EXIT"] = "1";
  const SubprocessResult result = Run({"--version"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.stderr_text,
            "docker should be installed and running. Aborting.\n");
  EXPECT_THAT(Left(), IsEmpty());
}

TEST_F(Head, ExtractsAndLoadsOnceTellingTheNameOnStdout) {
  const SubprocessResult first = Run({"--version"});
  EXPECT_EQ(first.exit_code, 0) << first.stderr_text;
  EXPECT_THAT(first.stdout_text,
              MatchesRegex("dcos-genconf\\..*\\.tar\nfrom the image\n"));
  EXPECT_THAT(first.stderr_text, StartsWith("Extracting image from this script "
                                            "and loading into docker daemon"));
  EXPECT_THAT(Notes(), HasSubstr("load -i dcos-genconf."));
  const SubprocessResult second = Run({"--version"});
  EXPECT_EQ(second.stdout_text, "from the image\n");
  EXPECT_EQ(second.stderr_text, "");
  EXPECT_THAT(Left(), ElementsAre(StartsWith("dcos-genconf."), "genconf"));
  EXPECT_TRUE(std::filesystem::is_directory(Path("cwd/genconf/state")));
}

TEST_F(Head, ExtractsAnewAnArchiveWhoseImageIsNotLoaded) {
  Run({});
  ASSERT_THAT(RemoveTree(Path("notes.loaded")), IsOk());
  EXPECT_THAT(Run({}).stdout_text, StartsWith("dcos-genconf."));
}

TEST_F(Head, RunsTheImageInTheCurrentFolder) {
  Run({"-v", "--genconf"});
  EXPECT_THAT(
      Notes(),
      MatchesRegex(absl::StrCat(
          "(.*\n)*run --rm --name=(dcos-genconf\\.[0-9a-f-]*\\.tar) -i -v ",
          Path("cwd"),
          "/genconf/:/genconf minidcos-sample/dcos-genconf:[0-9a-f-]* "
          "-v --genconf\n")));
}

TEST_F(Head, TakesTheContainersNameFromTheEnvironment) {
  options_.environment["DCOS_INSTALLER_CONTAINER_NAME"] = "x-installer";
  Run({});
  EXPECT_THAT(Notes(), HasSubstr("run --rm --name=x-installer -i -v "));
}

TEST_F(Head, DetachesIfAskedTo) {
  options_.environment["DCOS_INSTALLER_DAEMONIZE"] = "true";
  Run({});
  EXPECT_THAT(Notes(), HasSubstr(" -d -v "));
  EXPECT_THAT(Notes(), Not(HasSubstr("--rm")));
}

TEST_F(Head, ExitsAsTheImageDoes) {
  options_.environment["RUN_EXIT"] = "2";
  EXPECT_EQ(Run({"--nonsense"}).exit_code, 2);
}

}  // namespace
}  // namespace minidcos::sample
