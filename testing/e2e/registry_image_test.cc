// A node image whose base is a public image with packages added. No registry
// can be reached where the tests run: a Debian of mmdebstrap's stands in for
// Ubuntu's image, with which it shares apt and the names of all packages.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/json.h"
#include "common/base/subprocess.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/image/recipe.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "tools/build_image/build_image.pb.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

class RegistryImage : public E2eTest {
 protected:
  // Imports a bare Debian as `reference`.
  void MakePublicImage(const std::string& reference) {
    const std::string path = temporary_folder() + "/base.tar";
    const auto made =
        RunSubprocess(Context().WithTimeout(absl::Minutes(8)),
                      {"mmdebstrap", "--variant=minbase", "bookworm", path});
    ASSERT_THAT(made, IsOk());
    ASSERT_EQ(made->exit_code, 0) << made->stderr_text;
    const auto tar = ReadFile(path);
    ASSERT_THAT(tar, IsOk());
    bool sent = false;
    EXPECT_THAT(docker().ImportImage(
                    Deadline(), reference, {},
                    [&]() -> absl::StatusOr<std::string> {
                      if (sent) return std::string();
                      sent = true;
                      return *tar;
                    },
                    [](const docker::BuildProgress&) {}),
                IsOk());
  }
};

TEST_F(RegistryImage, OfUbuntusRecipeIsANode) {
  const std::string registry = absl::StrCat("minidcos-e2e-", id());
  const std::string image = registry + "/ubuntu:22.04";
  ASSERT_NO_FATAL_FAILURE(MakePublicImage(image));
  const std::vector<std::string> which = {"--linux-distribution=ubuntu-22.04",
                                          "--registry=" + registry};
  std::vector<std::string> words = which;
  words.push_back("--output=json");
  const ToolResult built = Run("build-image", words);
  ASSERT_EQ(built.exit_code, 0) << built;
  BuildImageReport report;
  ASSERT_THAT(ParseJson(built.out, report), IsOk());
  EXPECT_EQ(report.base(), "registry");
  EXPECT_TRUE(report.built());

  words = which;
  words.insert(words.end(), {"--agents=0", "--public-agents=0"});
  const ToolResult made = Run("provision", words);
  EXPECT_EQ(made.exit_code, 0) << made;
  const ToolResult inside =
      Run("exec", {"sh", "-c",
                   "systemctl is-system-running && docker info && "
                   "command -v ipset unzip xz gawk python rsync"});
  EXPECT_EQ(inside.exit_code, 0) << inside;
  EXPECT_THAT(inside.out, HasSubstr("Storage Driver: overlay2"));
  EXPECT_EQ(Run("destroy", {}).exit_code, 0);
  const ImageRecipe recipe = *FindRecipe(
      {.distribution = "ubuntu-22.04", .sources = {.registry = registry}});
  for (const std::string& reference :
       {report.reference(), NameBase(recipe).reference, image}) {
    EXPECT_THAT(docker().RemoveImage(Deadline(), reference), IsOk());
  }
}

}  // namespace
}  // namespace minidcos
