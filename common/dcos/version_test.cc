#include "common/dcos/version.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

Node NodeThatAnswers(const CommandResult& result) {
  return FakeNode(
      NodeRole::kMaster, 0, "172.17.0.2",
      std::make_shared<FakeTransport>(
          [result](const Context&,
                   const FakeCall& call) -> absl::StatusOr<CommandResult> {
            EXPECT_EQ(call.Line(), "cat /opt/mesosphere/etc/dcos-version.json");
            return result;
          }));
}

TEST(BuildInfo, ReadsTheVersionFile) {
  const auto info = BuildInfo(Context(), NodeThatAnswers({.stdout_text = R"({
  "version": "2.1.4",
  "dcos-image-commit": "abcdef",
  "bootstrap-id": "0123",
  "dcos-variant": "open"
})"}));

  ASSERT_THAT(info, IsOk());
  EXPECT_EQ(info->version, "2.1.4");
  EXPECT_EQ(info->variant, "open");
  EXPECT_EQ(info->image_commit, "abcdef");
}

TEST(BuildInfo, KnowsTheVariantOfOldVersionsByTheirConfiguration) {
  const struct {
    const char* config;
    const char* variant;
  } kCases[] = {{R"({"security": "strict", "a": "b"})", "enterprise"},
                {R"({"a": "b"})", "open"},
                {"", ""}};
  for (const auto& test : kCases) {
    const auto transport = std::make_shared<FakeTransport>(
        [&test](const Context&,
                const FakeCall& call) -> absl::StatusOr<CommandResult> {
          const bool is_version =
              call.Line() == "cat /opt/mesosphere/etc/dcos-version.json";
          return CommandResult{.stdout_text = is_version
                                                  ? R"({"version": "1.10.0"})"
                                                  : test.config};
        });
    const auto info = BuildInfo(
        Context(), FakeNode(NodeRole::kMaster, 0, "172.17.0.2", transport));
    ASSERT_THAT(info, IsOk());
    EXPECT_EQ(info->variant, test.variant) << test.config;
  }
}

TEST(BuildInfo, TellsThatDcosIsNotInstalled) {
  EXPECT_THAT(
      BuildInfo(Context(), NodeThatAnswers({.exit_code = 1,
                                            .stderr_text = "No such file"})),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               "master_0: DC/OS is not installed"));
}

// A node in that state on which a read of the version file gives `result`.
Node MasterIn(const std::string& state, const CommandResult& result) {
  return Node({.state = state}, std::make_shared<FakeTransport>(
                                    [result](const Context&, const FakeCall&) {
                                      return result;
                                    }));
}

TEST(FindBuildInfo, IsOfTheFirstThatRunsAndHasIt) {
  const auto info = FindBuildInfo(
      Context(), {MasterIn("exited", {.stdout_text = R"({"version": "1"})"}),
                  MasterIn("running", {.exit_code = 1}),
                  MasterIn("running", {.stdout_text = R"({"version": "2"})"}),
                  MasterIn("running", {.stdout_text = R"({"version": "3"})"})});
  ASSERT_THAT(info, IsOk());
  EXPECT_EQ(info->version, "2");
}

TEST(FindBuildInfo, FailsWhereNoneHasIt) {
  EXPECT_THAT(FindBuildInfo(Context(), {MasterIn("running", {.exit_code = 1})}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(FindBuildInfo(Context(), {}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(BuildInfo, TellsThatTheFileIsBroken) {
  EXPECT_THAT(BuildInfo(Context(), NodeThatAnswers({.stdout_text = "{\"vers"})),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("dcos-version.json' cannot be read")));
}

}  // namespace
}  // namespace minidcos
