#include "common/node/transfer.h"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/local_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(TransferName, IsWhatCpWouldCallIt) {
  const struct {
    const char* path;
    const char* name;
  } kCases[] = {{"f", "f"},     {"/a/b", "b"},       {"a/b//", "b"}, {".", "."},
                {"a/.", "."},   {"..", "."},         {"a/../", "."}, {"/", "."},
                {"-rf", "-rf"}, {"a/b c\n", "b c\n"}};
  for (const auto& c : kCases) {
    EXPECT_EQ(TransferName(c.path), c.name) << c.path;
  }
}

// receive.sh on this machine, for a new file in a new folder of `folder_`.
class ReceiveScriptTest : public testing::Test {
 protected:
  ReceiveScriptTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "transfer-")),
        node_({{}, std::make_shared<LocalTransport>()}) {
    auto script = TransferScript::Start(
        Context(), node_, "receive.sh",
        {folder_.path() + "/new/f", "f", "file", ""}, /*answers=*/2);
    EXPECT_THAT(script, IsOk());
    script_ = *std::move(script);
  }

  const std::string& staging() const { return script_->answer(0); }
  // What we say to it, then nothing more.
  absl::Status Say(std::string line) {
    return script_->Finish(
        Context().WithTimeout(absl::Seconds(30)),
        [](absl::string_view) { return absl::OkStatus(); },
        [&](const Context&) { return std::exchange(line, ""); });
  }
  bool NothingIsLeft() { return std::filesystem::is_empty(folder_.path()); }

  const ScopedFolder folder_;
  const NodeFiles node_;
  std::unique_ptr<TransferScript> script_;
};

TEST_F(ReceiveScriptTest, LeavesNothingIfOurSideGoesAway) {
  // As an engine that still wrote what it was given last.
  ASSERT_THAT(WriteFile(staging() + "/d", "half", 0644), IsOk());
  EXPECT_FALSE(Say("").ok());
  EXPECT_TRUE(NothingIsLeft());
}

TEST_F(ReceiveScriptTest, LeavesNothingIfItIsEnded) {
  ASSERT_THAT(WriteFile(staging() + "/d", "half", 0644), IsOk());
  script_ = nullptr;
  EXPECT_TRUE(NothingIsLeft());
}

TEST_F(ReceiveScriptTest, CommitsNothingWithoutItsEnd) {
  ASSERT_THAT(WriteFile(staging() + "/d", "half", 0644), IsOk());
  EXPECT_THAT(Say("placed\n"), StatusIs(absl::StatusCode::kFailedPrecondition,
                                        HasSubstr("not all has come")));
  EXPECT_TRUE(NothingIsLeft());
}

TEST_F(ReceiveScriptTest, GivesTheFinalNameOnceAllIsThere) {
  ASSERT_THAT(WriteFile(staging() + "/d", "whole", 0644), IsOk());
  ASSERT_THAT(WriteFile(staging() + "/e", "", 0644), IsOk());
  EXPECT_THAT(Say("placed\n"), IsOk());
  EXPECT_THAT(ReadFile(folder_.path() + "/new/f"), IsOkAndHolds("whole"));
}

}  // namespace
}  // namespace minidcos
