#include "testing/e2e/storm.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/cluster/image/node_image.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/real_engine/copy_image.h"
#include "testing/real_engine/private_engine.h"
#include "testing/real_engine/real_engine.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

using State = std::set<std::string>;

// How long the engine, or what a killed tool had started, may take to end.
constexpr absl::Duration kSettling = absl::Minutes(1);

PrivateEngine* shared_engine = nullptr;
void AddNames(absl::string_view kind, const std::string& folder, State& state) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    state.insert(absl::StrCat(kind, " ", entry.path().filename().string()));
  }
}

void AddTree(absl::string_view kind, const std::string& folder, State& state) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; entry != end;
       entry.increment(error)) {
    state.insert(absl::StrCat(kind, " ", entry->path().string()));
  }
}

void AddThings(DockerClient& docker, State& state) {
  const Context ctx = Context().WithTimeout(absl::Minutes(2));
  const auto containers = docker.ListContainers(ctx, {});
  const auto volumes = docker.ListVolumes(ctx, {});
  const auto networks = docker.ListNetworks(ctx, {});
  ASSERT_THAT(containers, IsOk());
  ASSERT_THAT(volumes, IsOk());
  ASSERT_THAT(networks, IsOk());
  for (const auto& container : containers->items()) {
    state.insert(absl::StrCat("container ", container.names_size() > 0
                                                ? container.names(0)
                                                : container.id()));
  }
  for (const auto& volume : volumes->volumes()) {
    state.insert(absl::StrCat("volume ", volume.name()));
  }
  for (const auto& network : networks->items()) {
    state.insert(absl::StrCat("network ", network.name()));
  }
}

// Of control groups, those of containers; the engine's own come with it.
void AddCgroups(const std::string& engine_folder, State& state) {
  std::error_code error;
  const std::string name = fs::path(engine_folder).filename().string();
  for (const auto& hierarchy :
       fs::directory_iterator("/sys/fs/cgroup", error)) {
    const fs::path group = hierarchy.path() / name;
    for (const auto& entry : fs::directory_iterator(group, error)) {
      if (!entry.is_directory(error)) continue;
      state.insert(absl::StrCat("cgroup ", entry.path().string()));
    }
  }
}

void AddLoopDevices(const std::string& engine_folder, State& state) {
  std::error_code error;
  for (const auto& device : fs::directory_iterator("/sys/block", error)) {
    const std::string file =
        ReadFile(device.path().string() + "/loop/backing_file").value_or("");
    if (!absl::StrContains(file, engine_folder)) continue;
    state.insert(absl::StrCat("loop ", device.path().filename().string()));
  }
}

std::string Namespace(const std::string& process, absl::string_view kind) {
  std::error_code error;
  return fs::read_symlink(absl::StrCat(process, "/ns/", kind), error).string();
}

std::vector<std::string> Processes() {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const std::string path = entry.path().string();
    if (fs::exists(path + "/ns", error)) paths.push_back(path);
  }
  return paths;
}

// Whether nobody has waited for it yet: the engine's own first process does
// not.
bool HasEnded(const std::string& process) {
  return absl::StrContains(ReadFile(process + "/status").value_or(""),
                           "\nState:\tZ");
}

// Of the engine: its mounts, and itself with its shims and proxies by their
// names. A process that has ended, but was not waited for, counts as gone.
void AddEngineProcesses(const std::string& engine_folder, State& state) {
  const std::vector<std::string> processes = Processes();
  const auto dockerd = std::find_if(
      processes.begin(), processes.end(), [&](const std::string& process) {
        const std::string words = ReadFile(process + "/cmdline").value_or("");
        return absl::StartsWith(words, "dockerd") &&
               absl::StrContains(words, engine_folder);
      });
  if (dockerd == processes.end()) {
    state.insert("no dockerd");
    return;
  }
  const std::string space = Namespace(*dockerd, "pid");
  int count = 0;
  for (const std::string& process : processes) {
    if (Namespace(process, "pid") != space || HasEnded(process)) continue;
    const std::string name = ReadFile(process + "/comm").value_or("");
    if (absl::StartsWith(name, "containerd-shim") ||
        absl::StartsWith(name, "docker-proxy") ||
        absl::StartsWith(name, "runc")) {
      state.insert(absl::StrCat("process ", name, ++count));
    }
  }
  const std::string mounts = ReadFile(*dockerd + "/mountinfo").value_or("");
  for (const absl::string_view line :
       absl::StrSplit(mounts, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    if (absl::StartsWith(words[4], engine_folder)) {
      state.insert(absl::StrCat("mount ", words[4]));
    }
  }
}

// Whatever has been started with this engine in its environment.
void AddToolProcesses(const std::string& host, State& state) {
  for (const std::string& process : Processes()) {
    const std::string environment = ReadFile(process + "/environ").value_or("");
    if (!absl::StrContains(environment, absl::StrCat("DOCKER_HOST=", host))) {
      continue;
    }
    std::string words = ReadFile(process + "/cmdline").value_or("");
    std::replace(words.begin(), words.end(), '\0', ' ');
    state.insert(absl::StrCat("process ", process, " ", words));
  }
}

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
  minidcos::State state;
  AddThings(docker(), state);
  const std::string& folder = engine().folder();
  if (looks_at_disk_) {
    AddNames("engine's container", folder + "/data/containers", state);
    AddNames("engine's volume", folder + "/data/volumes", state);
    AddNames("engine's layer", folder + "/data/overlay2", state);
  }
  AddCgroups(folder, state);
  AddLoopDevices(folder, state);
  AddEngineProcesses(folder, state);
  AddToolProcesses(engine().host(), state);
  AddTree("file", temporary_folder(), state);
  // The folder itself stays.
  AddNames("runtime file", runtime_folder() + "/minidcos", state);
  return state;
}

void StormTest::ExpectState(const std::set<std::string>& state) const {
  const Context ctx = Context().WithTimeout(kSettling);
  minidcos::State now = State();
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
                             const std::vector<std::string>& words) const {
  const auto running = Start(tool, words);
  Await(*running, moment);
  running->SendSignal(SIGKILL);
  return running->Wait();
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
