#include <string>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/tar.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/engine_contract/contract_fixture.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string BuildContext(const std::string& dockerfile) {
  TarWriter tar;
  tar.AddFile("Dockerfile", dockerfile, 0644);
  tar.AddFile("file", "copied\n", 0644);
  const auto bytes = tar.Finish();
  EXPECT_THAT(bytes, IsOk());
  return bytes.value_or("");
}

TEST_F(EngineContract, ImportsAnImageWithItsLabels) {
  const auto details = docker().InspectImage(ctx(), image());
  ASSERT_THAT(details, IsOk());
  EXPECT_THAT(details->repo_tags(), Contains(image()));
  EXPECT_EQ(details->config().labels().at(kContractLabel), run());
  const auto list = docker().ListImages(ctx(), OurFilter());
  ASSERT_THAT(list, IsOk());
  ASSERT_THAT(list->items(), SizeIs(1));
  EXPECT_EQ(list->items(0).id(), details->id());
  EXPECT_EQ(list->items(0).labels().at(kContractLabel), run());
}

TEST_F(EngineContract, KnowsWhatIsNoImage) {
  const auto missing = StatusIs(absl::StatusCode::kNotFound,
                                HasSubstr("engine-contract/nothing:1"));
  EXPECT_THAT(docker().InspectImage(ctx(), "engine-contract/nothing:1"),
              missing);
  EXPECT_THAT(docker().RemoveImage(ctx(), "engine-contract/nothing:1"),
              missing);
}

TEST_F(EngineContract, DoesNotImportWhatIsNoArchive) {
  EXPECT_THAT(docker().ImportImage(ctx(), Name("garbage"), {},
                                   SourceOf(std::string(2000, 'x')), nullptr),
              testing::Not(IsOk()));
  // With containerd's image store, the name is there all the same.
  docker().RemoveImage(ctx(), Name("garbage")).IgnoreError();
  EXPECT_THAT(docker().InspectImage(ctx(), Name("garbage")),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(EngineContract, EndsAnImportWithTheErrorOfItsSource) {
  const BodySource source = [] { return absl::DataLossError("cut"); };
  EXPECT_THAT(docker().ImportImage(ctx(), Name("cut"), {}, source, nullptr),
              StatusIs(absl::StatusCode::kDataLoss, "cut"));
  EXPECT_THAT(docker().InspectImage(ctx(), Name("cut")),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(EngineContract, KeepsAnImageThatIsInUse) {
  Create({"stay", ""});
  EXPECT_THAT(docker().RemoveImage(ctx(), image()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("is using its referenced image")));
}

TEST_F(EngineContract, BuildsAnImage) {
  std::string output;
  const std::string reference = Name("built") + ":1";
  ASSERT_THAT(docker().BuildImage(
                  ctx(),
                  {.reference = reference,
                   .build_args = {{"BASE", image()}, {"who", "me & you"}},
                   .labels = {{"built", "yes & no"}}},
                  BuildContext("ARG BASE\nFROM $BASE\nARG who\n"
                               "RUN [\"/tiny\", \"both\", \"hello\", \"\"]\n"
                               "LABEL step=$who\nCOPY file /etc/copied\n"),
                  [&](const docker::BuildProgress& progress) {
                    output += progress.stream();
                  }),
              IsOk());
  const absl::Cleanup remover = [&] {
    EXPECT_THAT(docker().RemoveImage(ctx(), reference), IsOk());
  };
  EXPECT_THAT(output, HasSubstr("LABEL step=$who"));
  EXPECT_THAT(output, HasSubstr("hello"));
  const auto details = docker().InspectImage(ctx(), reference);
  ASSERT_THAT(details, IsOk());
  EXPECT_EQ(details->config().labels().at("built"), "yes & no");
  EXPECT_EQ(details->config().labels().at("step"), "me & you");
}

TEST_F(EngineContract, TellsTheStepThatFailed) {
  const absl::Status status = docker().BuildImage(
      ctx(), {.reference = Name("broken")},
      BuildContext(absl::StrCat("FROM ", image(),
                                "\nRUN [\"/tiny\", \"exit\", \"3\"]\n")),
      nullptr);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("returned a non-zero code: 3")));
  EXPECT_THAT(GetOutput(status), HasSubstr("Step 2/2 : RUN"));
  EXPECT_THAT(docker().InspectImage(ctx(), Name("broken")),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace minidcos
