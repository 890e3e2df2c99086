// The installer on a real engine: what a user and a tool see of it.

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/random_id.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos::sample {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::StartsWith;

constexpr char kVersion[] =
    "{\n    \"variant\": \"\",\n    \"version\": \"2.1.0-sample\"\n}\n";

constexpr char kConfig[] =
    "bootstrap_url: file:///opt/dcos_install_tmp\ncluster_name: DCOS\n"
    "exhibitor_storage_backend: static\nmaster_discovery: static\n";

// A folder to run it in; its image is removed again unless it was there before.
class OnAnEngine : public testing::Test {
 protected:
  void SetUp() override {
    options_.directory = folder_->path();
    options_.environment = {{"DCOS_INSTALLER_CONTAINER_NAME",
                             "sample-installer-test-" + RandomHex(8)}};
    ASSERT_THAT(MakeFolder(Path("genconf"), 0755), IsOk());
    images_before_ = Images();
  }

  void TearDown() override {
    if (Images() == images_before_) return;
    Run({"docker", "rmi", Image()});
  }

  static std::string InstallerPath() {
    return std::filesystem::absolute(
        RunfilePath("testing/sample_dcos/dcos_generate_config.sh"));
  }
  std::string Path(const std::string& path) const {
    return absl::StrCat(folder_->path(), "/", path);
  }
  void Write(const std::string& path, const std::string& content) const {
    ASSERT_THAT(WriteFile(Path(path), content, 0644), IsOk());
  }

  SubprocessResult Run(const std::vector<std::string>& argv) const {
    const auto result =
        RunSubprocess(Context().WithTimeout(absl::Minutes(2)), argv, options_);
    EXPECT_THAT(result, IsOk());
    return result.value_or(SubprocessResult());
  }
  SubprocessResult Installer(const std::string& flag) const {
    return Run({"bash", InstallerPath(), flag});
  }
  std::string Images() const {
    return Run({"docker", "images", "-q", Image()}).stdout_text;
  }
  // As the head names it.
  static std::string Image() {
    const std::string installer = *ReadFile(InstallerPath());
    const size_t start = installer.find("minidcos-sample/dcos-genconf:");
    return installer.substr(start, installer.find(' ', start) - start);
  }

  // Every file below genconf/serve.
  std::vector<std::string> Served() const {
    std::vector<std::string> paths;
    const std::string serve = Path("genconf/serve/");
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(serve)) {
      if (entry.is_regular_file()) {
        paths.push_back(entry.path().string().substr(serve.size()));
      }
    }
    return paths;
  }

  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make("/tmp", "sample-installer-test-");
  SubprocessOptions options_;
  std::string images_before_;
};

TEST_F(OnAnEngine, TellsItsVersionPureTheSecondTime) {
  const SubprocessResult first = Installer("--version");
  ASSERT_EQ(first.exit_code, 0) << first.stderr_text;
  EXPECT_THAT(first.stdout_text,
              AllOf(StartsWith("dcos-genconf."), testing::EndsWith(kVersion)));
  const SubprocessResult second = Installer("--version");
  EXPECT_EQ(second.exit_code, 0);
  EXPECT_EQ(second.stdout_text, kVersion);
}

TEST_F(OnAnEngine, GeneratesWhatNodesInstallFrom) {
  Write("genconf/config.yaml",
        absl::StrCat(kConfig, "master_list: [10.0.0.1]\n"));
  Write("genconf/ip-detect", "#!/bin/sh\necho 10.0.0.1\n");
  const SubprocessResult result = Installer("--genconf");
  ASSERT_EQ(result.exit_code, 0) << result.stderr_text;
  const std::string bootstrap =
      *ReadFile(Path("genconf/serve/bootstrap.latest"));
  const std::string list =
      *ReadFile(Path("genconf/serve/cluster-package-list.latest"));
  EXPECT_THAT(
      Served(),
      IsSupersetOf(
          {std::string("dcos_install.sh"),
           std::string("cluster-package-info.json"),
           absl::StrCat("bootstrap/", bootstrap, ".bootstrap.tar.xz"),
           absl::StrCat("bootstrap/", bootstrap, ".active.json"),
           absl::StrCat("package_lists/", list, ".package_list.json")}));
  EXPECT_EQ(std::filesystem::status(Path("genconf/serve/dcos_install.sh"))
                .permissions(),
            std::filesystem::perms{0644});
}

TEST_F(OnAnEngine, RefusesABadConfigurationOnStderr) {
  Write("genconf/config.yaml",
        absl::StrCat(kConfig, "master_list: [10.0.0.1, 10.0.0.2]\n"));
  const SubprocessResult result = Installer("--genconf");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(
      result.stderr_text,
      AllOf(HasSubstr("Must have 1, 3, 5, 7, or 9 masters. Found 2"),
            HasSubstr("ip-detect script `genconf/ip-detect` must exist")));
  EXPECT_FALSE(std::filesystem::exists(Path("genconf/serve")));
}

TEST_F(OnAnEngine, RefusesAnUnknownFlag) {
  const SubprocessResult result = Installer("--nonsense");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.stderr_text, HasSubstr("unrecognized arguments"));
}

}  // namespace
}  // namespace minidcos::sample
