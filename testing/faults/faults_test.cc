// Every tool of the registry on an engine that misbehaves at each of the calls
// that the tool makes: errors, stalls, cut and lying answers. No tool crashes,
// hangs, takes it for its own bug, or says on standard output what is not so.

#include <sys/types.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <numeric>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/utf8.h"
#include "common/cluster/fake_nodes.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "re2/re2.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/faults/engine_call.h"
#include "testing/faults/engine_faults.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"
#include "tools/registry.h"

namespace minidcos {

// For GoogleTest's messages.
void PrintTo(const RegisteredTool& tool, std::ostream* out) {
  *out << tool.name;
}

namespace {

// How long a tool may go on by itself before it is interrupted: some wait for
// what never comes here.
constexpr absl::Duration kPatience = absl::Seconds(2);
// How long one that was interrupted may clean up, and how soon it has to end
// when it was interrupted again, on a busy machine. A call that no interrupt is
// to cut has half a minute of its own.
constexpr absl::Duration kCleanUpLimit = absl::Seconds(5);
constexpr absl::Duration kEndLimit = absl::Minutes(1);

// Of more, some are left out, each time the same, so that faults_all_test ends
// within half an hour on two processors: a run takes half a second, and those
// of create several. In it a tool of up to six kinds of calls meets every pair,
// and each kind of create's some six faults.
#ifdef MANY_PAIRS
constexpr size_t kMostPairs = 162;
constexpr size_t kMostCalls = 12;
#else
constexpr size_t kMostPairs = 10;
constexpr size_t kMostCalls = 1;
#endif

struct Outcome {
  ToolResult result;
  // Whether it had to be interrupted.
  bool interrupted = false;
};

class FaultsTest : public ::testing::TestWithParam<RegisteredTool> {
 protected:
  FaultsTest() {
    const std::string bootstrap = bin_.path() + "/mmdebstrap";
    std::ofstream(bootstrap) << "#!/bin/sh\n"
                                "for target; do case $target in *.tar) "
                                "echo tar >\"$target\" ;; esac; done\n";
    std::filesystem::permissions(bootstrap, std::filesystem::perms::owner_all);
  }

  std::string name() const {
    return absl::StrCat("minidcos-", GetParam().name);
  }

  // An engine with what the tool is about.
  std::unique_ptr<FakeEngine> MakeEngine() const {
    auto engine = std::make_unique<FakeEngine>();
    for (const NodeRole role :
         {NodeRole::kMaster, NodeRole::kAgent, NodeRole::kPublicAgent}) {
      FakeContainer node = FakeNodeContainer("default", role, 0);
      node.ip_address = "127.0.0.1";
      engine->AddContainer(std::move(node));
    }
    engine->AddVolume({.name = "v", .labels = {{"minidcos.schema", "1"}}});
    return engine;
  }

  std::vector<std::string> Words() const {
    std::vector<std::string> words;
    // What makes a cluster makes another.
    for (const char* maker : {"create", "provision", "with"}) {
      if (GetParam().name == maker) words = {"--cluster-id=new"};
    }
    for (const absl::string_view argument : GetParam().arguments) {
      words.emplace_back(argument);
    }
    return words;
  }

  std::unique_ptr<RunningTool> Start(const FakeEngine& engine) const {
    return std::make_unique<RunningTool>(
        RunfilePath(absl::StrCat("bin/", name())), Words(),
        ToolOptions{.environment = {{"DOCKER_HOST", engine.host()},
                                    {"TMPDIR", temporary_.path()},
                                    {"HOME", temporary_.path()},
                                    {"XDG_RUNTIME_DIR", runtime_.path()},
                                    {"PATH", bin_.path() + ":/usr/bin:/bin"},
                                    {"BROWSER", "true"}},
                    .timeout = absl::Minutes(5)});
  }

  // Ends it by an interrupt if it does not by itself, and its clean-up by a
  // second one.
  Outcome WaitOrInterrupt(RunningTool& tool, absl::Duration patience) const {
    Outcome outcome;
    outcome.interrupted = !tool.EndsWithin(patience);
    if (outcome.interrupted) tool.SendSignal(SIGINT);
    if (!tool.EndsWithin(kCleanUpLimit)) tool.SendSignal(SIGINT);
    EXPECT_TRUE(tool.EndsWithin(kEndLimit))
        << "it goes on after two interrupts";
    if (!tool.EndsWithin(absl::ZeroDuration())) tool.SendSignal(SIGKILL);
    outcome.result = tool.Wait();
    return outcome;
  }

  // What the tool does on an engine that behaves.
  void RunOnGoodEngine() {
    const auto engine = MakeEngine();
    good_ = WaitOrInterrupt(*Start(*engine), kPatience);
    ExpectAnHonestEnd(good_);
    calls_ = KindsOf(engine->requests());
    ASSERT_FALSE(calls_.empty() && GetParam().needs_engine);
    for (absl::string_view line : absl::StrSplit(good_.result.out, '\n')) {
      true_lines_.emplace(line);
    }
  }

  // The exit codes of DESIGN.md section 3, one that is no bug of ours.
  bool IsOfTheTable(int exit_code) const {
    if (GetParam().runs_command) return exit_code == 0 || exit_code == 125;
    return exit_code >= 0 && exit_code <= 6;
  }

  // What is wrong with the engine is the result of the tool, on stdout, and 1
  // its answer.
  bool reports() const { return GetParam().name == "doctor"; }

  void ExpectAnHonestEnd(const Outcome& outcome) const {
    const ToolResult& result = outcome.result;
    EXPECT_TRUE(IsUtf8(result.err)) << result;
    EXPECT_FALSE(RE2::PartialMatch(result.err, "[\\x00-\\x08\\x0b-\\x1f\\x7f]"))
        << "a control character in:\n"
        << result;
    if (outcome.interrupted && result.signal_number == SIGINT) return;
    EXPECT_EQ(result.signal_number, 0) << result;
    EXPECT_TRUE(IsOfTheTable(result.exit_code)) << result;
    if (result.exit_code == 0) return;
    if (result.exit_code == 1 && reports()) {
      EXPECT_THAT(result.out, ::testing::HasSubstr("error "));
      return;
    }
    EXPECT_THAT(result.err,
                ::testing::HasSubstr(absl::StrCat(name(), ": error: ")))
        << result;
  }

  void ExpectTrueOutput(const ToolResult& result) const {
    if (result.exit_code == 0 || true_lines_.empty() || reports()) return;
    for (absl::string_view line : absl::StrSplit(result.out, '\n')) {
      EXPECT_EQ(true_lines_.count(std::string(line)), 1) << line << "\n"
                                                         << result;
    }
  }

  // Nothing is left that the tool has made for itself.
  void ExpectNoTemporaryThings() const {
    for (const auto& entry :
         std::filesystem::directory_iterator(temporary_.path())) {
      EXPECT_FALSE(
          RE2::PartialMatch(entry.path().filename().string(),
                            "minidcos-[a-z]+-[0-9a-f]{8}-[0-9a-f]{8}-"))
          << entry.path();
    }
  }

  void ExpectItCopes(const EngineFault& fault, const EngineCall& call) const {
    SCOPED_TRACE(
        absl::StrCat(fault.name, " at ", call.method, " ", call.path_regex));
    const auto engine = MakeEngine();
    fault.apply(*engine, call.method, call.path_regex);
    const Outcome outcome = WaitOrInterrupt(*Start(*engine), patience());
    ExpectAnHonestEnd(outcome);
    ExpectTrueOutput(outcome.result);
    ExpectNoTemporaryThings();
  }

  // Until the request has come that is held back, or for a while: some come
  // only when the tool is interrupted.
  static void AwaitFault(const FakeEngine& engine, RunningTool& tool) {
    const Context limit = Context().WithTimeout(kPatience);
    while (engine.faults_left() > 0 && limit.Check().ok() &&
           !tool.EndsWithin(absl::Milliseconds(1))) {
    }
  }

  // Starts it on an engine that does not answer `call`, and waits for that.
  std::unique_ptr<RunningTool> StartStalled(FakeEngine& engine,
                                            const EngineCall& call) const {
    engine.StallNext(call.method, call.path_regex);
    auto tool = Start(engine);
    AwaitFault(engine, *tool);
    return tool;
  }

  // From now on no request is answered.
  static void Freeze(FakeEngine& engine) {
    constexpr int kMoreThanAnyToolAsks = 100;
    for (const char* method : {"GET", "HEAD", "POST", "PUT", "DELETE"}) {
      for (int i = 0; i < kMoreThanAnyToolAsks; ++i) {
        engine.StallNext(method, ".*");
      }
    }
  }

  // One that waits for what never comes gets less, for there are many runs.
  absl::Duration patience() const {
    return good_.interrupted ? kPatience / 4 : 5 * kPatience;
  }

  const ScopedFolder temporary_ = *ScopedFolder::Make("/tmp", "faults-");
  const ScopedFolder runtime_ = *ScopedFolder::Make("/tmp", "r");
  const ScopedFolder bin_ = *ScopedFolder::Make("/tmp", "faults-bin-");
  Outcome good_;
  std::vector<EngineCall> calls_;
  // What it prints where all is well.
  std::set<std::string> true_lines_;
};

TEST_P(FaultsTest, CopesWithErrorsAndCutAndLyingAnswers) {
  RunOnGoodEngine();
  const std::vector<EngineFault> faults = EngineFaults();
  const size_t pairs = calls_.size() * faults.size();
  size_t step = Step(pairs, kMostPairs);
  // So that it meets every fault.
  while (std::gcd(step, faults.size()) != 1) ++step;
  for (size_t i = 0; i < pairs; i += step) {
    ExpectItCopes(faults[i % faults.size()], calls_[i / faults.size()]);
  }
}

// An interrupt, or a second one, ends it, though one answer never comes.
TEST_P(FaultsTest, CanBeInterruptedWhereAnAnswerDoesNotCome) {
  RunOnGoodEngine();
  for (size_t i = 0; i < calls_.size(); i += Step(calls_.size(), kMostCalls)) {
    const EngineCall& call = calls_[i];
    SCOPED_TRACE(absl::StrCat(call.method, " ", call.path_regex));
    const auto engine = MakeEngine();
    const auto tool = StartStalled(*engine, call);
    ExpectAnHonestEnd(WaitOrInterrupt(*tool, absl::Milliseconds(20)));
    ExpectNoTemporaryThings();
  }
}

// A second interrupt ends it, though no answer comes any more.
TEST_P(FaultsTest, CanBeInterruptedTwiceWhereNoAnswerComesAnyMore) {
  RunOnGoodEngine();
  for (size_t i = 0; i < calls_.size(); i += Step(calls_.size(), kMostCalls)) {
    const EngineCall& call = calls_[i];
    SCOPED_TRACE(absl::StrCat(call.method, " ", call.path_regex));
    const auto engine = MakeEngine();
    const auto tool = StartStalled(*engine, call);
    Freeze(*engine);
    tool->SendSignal(SIGINT);
    Outcome outcome = WaitOrInterrupt(*tool, absl::Milliseconds(300));
    outcome.interrupted = true;
    ExpectAnHonestEnd(outcome);
  }
}

std::string TestName(const ::testing::TestParamInfo<RegisteredTool>& info) {
  return absl::StrReplaceAll(info.param.name, {{"-", "_"}});
}

INSTANTIATE_TEST_SUITE_P(Tools, FaultsTest,
                         ::testing::ValuesIn(RegisteredTools()), TestName);

}  // namespace
}  // namespace minidcos
