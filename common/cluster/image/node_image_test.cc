#include "common/cluster/image/node_image.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/fake_bootstrap.h"
#include "common/cluster/image/recipe.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::_;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Any tar will do.
constexpr char kWritesRoot[] = "tar -C / -cf $target etc/passwd";

ImageRecipe Recipe() { return *FindRecipe("debian-12"); }
std::string Base() { return NameBase(Recipe()).reference; }
std::string Node() { return NameImage(Recipe()).reference; }

std::vector<std::string> Asked(const FakeEngine& engine) {
  std::vector<std::string> asked;
  for (const FakeEngine::Request& request : engine.requests()) {
    asked.push_back(request.method + " " + request.path);
  }
  return asked;
}

TEST(EnsureNodeImage, AsksOnceForAnImageThatIsThere) {
  FakeEngine engine;
  engine.AddImage({.reference = Node()});
  EXPECT_THAT(EnsureNodeImage(Context(), engine.client(), {}, NoProgress()),
              IsOkAndHolds(Node()));
  EXPECT_THAT(Asked(engine),
              ElementsAre("GET /_ping", "GET /images/" + Node() + "/json"));
}

TEST(EnsureNodeImage, BuildsBothLayers) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  EXPECT_THAT(EnsureNodeImage(Context(), engine.client(), {}, NoProgress()),
              IsOkAndHolds(Node()));
  EXPECT_THAT(
      engine.images(),
      ElementsAre(_, Field(&FakeImage::reference, Base()),
                  AllOf(Field(&FakeImage::reference, Node()),
                        Field(&FakeImage::tar, *MakeContext(Recipe())))));
  EXPECT_THAT(
      engine.images().back().labels,
      ElementsAre(Pair("minidcos.image.distribution", "debian-12"),
                  Pair("minidcos.image.recipe", NameImage(Recipe()).hash)));
  EXPECT_THAT(
      engine.requests().back().query,
      AllOf(Contains(Pair("buildargs", "{\"BASE\":\"" + Base() + "\"}")),
            Contains(Pair("nocache", "0"))));
  EXPECT_THAT(bootstrap.LeftOver(), IsEmpty());
}

TEST(EnsureNodeImage, TakesTheBaseThatIsThere) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  engine.AddImage({.reference = Base()});
  EXPECT_THAT(EnsureNodeImage(Context(), engine.client(), {}, NoProgress()),
              IsOk());
  EXPECT_THAT(bootstrap.Runs(), IsEmpty());
  EXPECT_EQ(Asked(engine).back(), "POST /build");
  EXPECT_EQ(engine.images().back().reference, Node());
}

TEST(EnsureNodeImage, BuildsAllAnewWithoutTheCache) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  engine.AddImage({.reference = Base()});
  engine.AddImage({.reference = Node()});
  EXPECT_THAT(EnsureNodeImage(Context(), engine.client(), {.no_cache = true},
                              NoProgress()),
              IsOkAndHolds(Node()));
  EXPECT_THAT(bootstrap.Runs(), SizeIs(1));
  EXPECT_EQ(Asked(engine).back(), "POST /build");
  EXPECT_THAT(engine.requests().back().query, Contains(Pair("nocache", "1")));
}

TEST(EnsureNodeImage, BuildsOnceForTwoAtOnce) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  std::thread other([&engine] {
    EXPECT_THAT(EnsureNodeImage(Context(), engine.client(), {}, NoProgress()),
                IsOk());
  });
  EXPECT_THAT(EnsureNodeImage(Context(), engine.client(), {}, NoProgress()),
              IsOk());
  other.join();
  EXPECT_THAT(bootstrap.Runs(), SizeIs(1));
  EXPECT_THAT(bootstrap.LeftOver(), IsEmpty());
}

TEST(EnsureNodeImage, RefusesAnUnknownDistribution) {
  FakeEngine engine;
  EXPECT_THAT(EnsureNodeImage(Context(), engine.client(), {.distribution = "x"},
                              NoProgress()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       StartsWith("unknown distribution 'x': ")));
  EXPECT_THAT(engine.requests(), IsEmpty());
}

TEST(EnsureNodeImage, DoesNotBuildForAnEngineThatDoesNotAnswer) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  engine.AnswerNext("GET", "/_ping", "");
  EXPECT_THAT(EnsureNodeImage(Context(), engine.client(), {}, NoProgress()),
              StatusIs(absl::StatusCode::kUnavailable,
                       StartsWith("cannot reach the Docker engine at ")));
  EXPECT_THAT(bootstrap.Runs(), IsEmpty());
}

TEST(EnsureNodeImage, NoFailureOnTheWayIsAnArguments) {
  const FakeBootstrap bootstrap(kWritesRoot);
  FakeEngine engine;
  engine.AddImage({.reference = Base()});
  engine.FailNext("POST", "/build", 404, "no such image: scratch");
  EXPECT_THAT(EnsureNodeImage(Context(), engine.client(), {}, NoProgress()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "building the node image 'debian-12': no such image: "
                       "scratch"));
}

}  // namespace
}  // namespace minidcos
