#include "common/cluster/image/remove_images.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/mac_network_labels.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RemoveImagesTest : public ::testing::Test {
 protected:
  void AddOurs(const std::string& reference) {
    engine_.AddImage(
        {.reference = reference, .labels = {{kImageRecipeLabel, "12"}}});
  }

  absl::Status Remove() {
    return RemoveImages(
        Context(), engine_.client(), *FindImages(Context(), engine_.client()),
        progress_,
        [this](absl::string_view thing) { removed_.emplace_back(thing); });
  }

  FakeEngine engine_;
  RecordingProgress progress_;
  std::vector<std::string> removed_;
};

TEST_F(RemoveImagesTest, TakesNodeImagesBeforeTheirBases) {
  AddOurs("minidcos/base:debian-12-1");
  AddOurs("minidcos/node:debian-12-2");
  AddOurs("minidcos/node:debian-13-3");
  EXPECT_THAT(Remove(), IsOk());
  EXPECT_THAT(removed_, ElementsAre("image minidcos/node:debian-12-2",
                                    "image minidcos/node:debian-13-3",
                                    "image minidcos/base:debian-12-1"));
  EXPECT_THAT(engine_.images(), ElementsAre(::testing::Field(
                                    &FakeImage::reference, "image:latest")));
}

TEST_F(RemoveImagesTest, TakesThoseOfSidecarsAndOfTheDoctor) {
  AddOurs("minidcos/probe:2");
  AddOurs("minidcos/sidecar:1");
  EXPECT_THAT(Remove(), IsOk());
  EXPECT_THAT(removed_, ElementsAre("image minidcos/sidecar:1",
                                    "image minidcos/probe:2"));
}

TEST_F(RemoveImagesTest, TakesThatOfTheMacNetworkUnlessItRuns) {
  AddOurs("minidcos/vpn:debian-12-1");
  AddOurs("minidcos/vpn:debian-12-2");
  engine_.AddContainer({.name = "vpn",
                        .image = "minidcos/vpn:debian-12-2",
                        .labels = {{kMacNetworkLabel, kMacNetworkServer}}});
  EXPECT_THAT(Remove(), IsOk());
  EXPECT_THAT(removed_, ElementsAre("image minidcos/vpn:debian-12-1"));
}

TEST_F(RemoveImagesTest, TakesInstallersImagesThatWereNotThereBefore) {
  engine_.AddImage({.reference = "mesosphere/dcos-genconf:1-2"});
  engine_.AddImage({.reference = "minidcos/genconf:1-2"});
  engine_.AddImage({.reference = "mesosphere/dcos-genconf:3-4"});
  EXPECT_THAT(Remove(), IsOk());
  EXPECT_THAT(removed_, ElementsAre("image mesosphere/dcos-genconf:1-2",
                                    "image minidcos/genconf:1-2"));
  EXPECT_THAT(engine_.images(),
              Contains(::testing::Field(&FakeImage::reference,
                                        "mesosphere/dcos-genconf:3-4")));
}

TEST_F(RemoveImagesTest, LeavesWhatAUserBuiltOnOursOrNamedLikeIt) {
  AddOurs("my/image:1");
  engine_.AddImage({.reference = "minidcos/node:mine"});
  EXPECT_THAT(Remove(), IsOk());
  EXPECT_THAT(removed_, IsEmpty());
}

TEST_F(RemoveImagesTest, GoesOnAfterOneThatIsInUse) {
  AddOurs("minidcos/node:a");
  AddOurs("minidcos/node:b");
  engine_.AddContainer({.name = "x", .image = "minidcos/node:a"});
  EXPECT_THAT(Remove(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                 HasSubstr("1 image is left")));
  EXPECT_THAT(removed_, ElementsAre("image minidcos/node:b"));
  EXPECT_THAT(progress_.lines(),
              Contains(AllOf(HasSubstr("image 'minidcos/node:a'"),
                             HasSubstr("is using its referenced image"))));
}

TEST_F(RemoveImagesTest, IsNotTroubledByOneThatWentMeanwhile) {
  AddOurs("minidcos/node:a");
  engine_.FailNext("DELETE", "/images/.*", 404, "No such image");
  EXPECT_THAT(Remove(), IsOk());
  EXPECT_THAT(removed_, IsEmpty());
}

}  // namespace
}  // namespace minidcos
