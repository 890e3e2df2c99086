#include "testing/e2e/storm.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/node_image.h"
#include "common/docker/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/e2e/engine_state.h"
#include "testing/real_engine/copy_image.h"
#include "testing/real_engine/private_engine.h"
#include "testing/real_engine/real_engine.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

// How long the engine, or what a killed tool had started, may take to end.
constexpr absl::Duration kSettling = absl::Minutes(1);

PrivateEngine* shared_engine = nullptr;
int LinesOf(const std::string& text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

std::ostream& operator<<(std::ostream& stream, const Moment& moment) {
  return stream << "after " << moment.lines << " lines and " << moment.later;
}

StormTest::StormTest() : StormTest(*shared_engine) {}

StormTest::StormTest(PrivateEngine& engine)
    : E2eTest(engine.host()), engine_(engine) {}

void StormTest::SetUpTestSuite() {
  if (shared_engine != nullptr) return;
  auto started = PrivateEngine::Start(Context().WithTimeout(absl::Minutes(2)));
  ASSERT_THAT(started, IsOk());
  CopyNodeImage(**started);
  shared_engine = started->release();
  // Ends with the program, after all suites.
  std::atexit([] { delete shared_engine; });
}

void StormTest::CopyNodeImage(const PrivateEngine& engine) {
  const Context ctx = Context().WithTimeout(absl::Minutes(8));
  RealEngine& shared = RealEngine::Shared();
  const auto image = EnsureNodeImage(ctx, shared.client(), {}, NoProgress());
  ASSERT_THAT(image, IsOk());
  ASSERT_THAT(CopyImage(ctx, image->reference, shared.host(), engine.host()),
              IsOk());
}

std::string StormTest::InstallerPath() {
  return RunfilePath("testing/sample_dcos/dcos_generate_config.sh");
}

std::set<std::string> StormTest::State() const {
  return ReadEngineState(docker(), {.engine_folder = engine().folder(),
                                    .folders = {temporary_folder(),
                                                // The folder itself stays.
                                                runtime_folder() + "/minidcos"},
                                    .looks_inside = looks_inside_});
}

void StormTest::ExpectState(const std::set<std::string>& state) const {
  const Context ctx = Context().WithTimeout(kSettling);
  std::set<std::string> now = State();
  while (now != state && ctx.WaitFor(absl::Milliseconds(50)).ok()) {
    now = State();
  }
  std::vector<std::string> more, less;
  std::set_difference(now.begin(), now.end(), state.begin(), state.end(),
                      std::back_inserter(more));
  std::set_difference(state.begin(), state.end(), now.begin(), now.end(),
                      std::back_inserter(less));
  EXPECT_THAT(more, ::testing::IsEmpty()) << "left behind";
  EXPECT_THAT(less, ::testing::IsEmpty()) << "taken away";
}

std::vector<Moment> StormTest::Moments(const std::string& tool,
                                       const std::vector<std::string>& words,
                                       int count) const {
  const absl::Time begin = absl::Now();
  const ToolResult result = Run(tool, words);
  const absl::Duration length = absl::Now() - begin;
  EXPECT_EQ(result.exit_code, 0) << result;
  std::vector<Moment> moments;
  for (int i = 0; i < count; ++i) {
    moments.push_back({.later = length * i / count});
  }
  for (int i = 1; i <= LinesOf(result.err); ++i) {
    moments.push_back({.lines = i});
  }
  return moments;
}

void StormTest::Await(RunningTool& tool, const Moment& moment) {
  tool.WaitForErrorLines(moment.lines);
  tool.EndsWithin(moment.later);
}

ToolResult StormTest::KillAt(const Moment& moment, const std::string& tool,
                             const std::vector<std::string>& words) {
  const auto running = Start(tool, words);
  Await(*running, moment);
  running->SendSignal(SIGKILL);
  const ToolResult result = running->Wait();
  ++runs_;
  if (result.signal_number == SIGKILL) ++kills_;
  return result;
}

void StormTest::TearDown() {
  if (runs_ == 0) return;
  RecordProperty("runs", runs_);
  RecordProperty("kills", kills_);
  EXPECT_GT(2 * kills_, runs_) << "most had ended before they were killed";
}

std::vector<std::string> StormTest::CreateWords(
    const std::vector<std::string>& options) {
  std::vector<std::string> words = {InstallerPath()};
  words.insert(words.end(), options.begin(), options.end());
  return words;
}

void StormTest::MakeInstallersImageKnown() {
  ASSERT_EQ(
      Run("create", CreateWords({"--agents=1", "--public-agents=0"})).exit_code,
      0);
  ASSERT_EQ(Run("destroy", {id()}).exit_code, 0);
}

void StormTest::Clean(const std::vector<std::string>& words,
                      const std::set<std::string>& before) const {
  std::vector<std::string> all = {"--cluster-id=*"};
  all.insert(all.end(), words.begin(), words.end());
  const Context ctx = Context().WithTimeout(kSettling);
  do {
    const ToolResult cleaned = Run("clean", all);
    EXPECT_EQ(cleaned.exit_code, 0) << cleaned;
    // What the engine was told last by a tool that was killed it may only do
    // after that.
  } while (State() != before && ctx.WaitFor(absl::Seconds(1)).ok());
}

void StormTest::CleanAndExpect(const std::set<std::string>& before) const {
  Clean({}, before);
  ExpectState(before);
}

void StormTest::CleanStaleAndExpect(const std::set<std::string>& before) const {
  if (absl::StrContains(Run("list", {}).out, id())) {
    const ToolResult destroyed = Run("destroy", {id()});
    EXPECT_EQ(destroyed.exit_code, 0) << destroyed;
  }
  Clean({"--stale"}, before);
  ExpectState(before);
}

}  // namespace minidcos
