#include "common/cluster/image/node_image.h"

#include <string>
#include <thread>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/fake_bootstrap.h"
#include "common/cluster/image/fake_image_engine.h"
#include "common/cluster/image/recipe.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kWritesRoot[] = "printf 'a root' >$target";

ImageRecipe Recipe() { return *FindRecipe("debian-12"); }
std::string Base() { return NameBase(Recipe()).reference; }
std::string Node() { return NameImage(Recipe()).reference; }

TEST(EnsureNodeImage, AsksOnceForAnImageThatIsThere) {
  FakeImageEngine engine;
  engine.images = {Node()};
  EXPECT_THAT(EnsureNodeImage(Context(), engine, {}, NoProgress()),
              IsOkAndHolds(Node()));
  EXPECT_THAT(engine.calls, ElementsAre("inspect " + Node()));
}

TEST(EnsureNodeImage, BuildsBothLayers) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeImageEngine engine;
  EXPECT_THAT(EnsureNodeImage(Context(), engine, {}, NoProgress()),
              IsOkAndHolds(Node()));
  EXPECT_THAT(engine.images, UnorderedElementsAre(Base(), Node()));
  EXPECT_THAT(engine.build_options.build_args,
              ElementsAre(Pair("BASE", Base())));
  EXPECT_THAT(
      engine.build_options.labels,
      ElementsAre(Pair("minidcos.image.distribution", "debian-12"),
                  Pair("minidcos.image.recipe", NameImage(Recipe()).hash)));
  EXPECT_FALSE(engine.build_options.no_cache);
  EXPECT_EQ(engine.build_context, *MakeContext(Recipe()));
  EXPECT_THAT(bootstrap.LeftOver(), IsEmpty());
}

TEST(EnsureNodeImage, TakesTheBaseThatIsThere) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeImageEngine engine;
  engine.images = {Base()};
  EXPECT_THAT(EnsureNodeImage(Context(), engine, {}, NoProgress()), IsOk());
  EXPECT_THAT(bootstrap.Runs(), IsEmpty());
  EXPECT_EQ(engine.calls.back(), "build " + Node());
}

TEST(EnsureNodeImage, BuildsAllAnewWithoutTheCache) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeImageEngine engine;
  engine.images = {Base(), Node()};
  EXPECT_THAT(
      EnsureNodeImage(Context(), engine, {.no_cache = true}, NoProgress()),
      IsOkAndHolds(Node()));
  EXPECT_THAT(bootstrap.Runs(), SizeIs(1));
  EXPECT_TRUE(engine.build_options.no_cache);
}

TEST(EnsureNodeImage, BuildsOnceForTwoAtOnce) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeImageEngine engine;
  std::thread other([&engine] {
    EXPECT_THAT(EnsureNodeImage(Context(), engine, {}, NoProgress()), IsOk());
  });
  EXPECT_THAT(EnsureNodeImage(Context(), engine, {}, NoProgress()), IsOk());
  other.join();
  EXPECT_THAT(bootstrap.Runs(), SizeIs(1));
  EXPECT_THAT(bootstrap.LeftOver(), IsEmpty());
}

TEST(EnsureNodeImage, RefusesAnUnknownDistribution) {
  FakeImageEngine engine;
  EXPECT_THAT(
      EnsureNodeImage(Context(), engine, {.distribution = "x"}, NoProgress()),
      StatusIs(absl::StatusCode::kInvalidArgument,
               "unknown distribution 'x': known are debian-12"));
  EXPECT_THAT(engine.calls, IsEmpty());
}

TEST(EnsureNodeImage, DoesNotBuildForAnEngineThatDoesNotAnswer) {
  FakeImageEngine engine;
  engine.inspect_status = absl::UnavailableError("no engine");
  EXPECT_THAT(EnsureNodeImage(Context(), engine, {}, NoProgress()),
              StatusIs(absl::StatusCode::kUnavailable, "no engine"));
}

TEST(EnsureNodeImage, NoFailureOnTheWayIsAnArguments) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeImageEngine engine;
  engine.images = {Base()};
  engine.build_status = absl::NotFoundError("no such image: scratch");
  EXPECT_THAT(EnsureNodeImage(Context(), engine, {}, NoProgress()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "building the node image 'debian-12': no such image: "
                       "scratch"));
}

}  // namespace
}  // namespace minidcos
