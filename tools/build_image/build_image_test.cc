#include "tools/build_image/build_image.h"

#include <string>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/image/recipe.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

TEST(BuildImage, DescribesAnImageThatIsThere) {
  FakeEngine engine;
  const std::string reference = NameImage(*FindRecipe({})).reference;
  engine.AddImage({.reference = reference,
                   .labels = {{kImageDockerVersionLabel, "20.10.24"}},
                   .id = "sha256:12"});
  const auto report = BuildImage(Context(), engine.client(), {}, NoProgress());
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->reference(), reference);
  EXPECT_EQ(report->id(), "sha256:12");
  EXPECT_EQ(report->distribution(), "debian-12");
  EXPECT_EQ(report->docker_version(), "20.10.24");
  EXPECT_FALSE(report->built());
  EXPECT_GE(report->seconds(), 0);
}

TEST(BuildImage, SaysThatItIsBasedOnAPublicImage) {
  FakeEngine engine;
  NodeImageOptions options;
  options.image.sources.base = "registry";
  const auto report =
      BuildImage(Context(), engine.client(), options, NoProgress());
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->base(), "registry");
  EXPECT_TRUE(report->built());
  EXPECT_EQ(report->docker_version(), "");
}

TEST(BuildImage, PassesFailuresOn) {
  FakeEngine engine;
  NodeImageOptions options;
  options.image.distribution = "x";
  EXPECT_THAT(BuildImage(Context(), engine.client(), options, NoProgress()),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace minidcos
