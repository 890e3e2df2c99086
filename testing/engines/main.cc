// The end-to-end tests on engines of other versions, one after another:
//
//   bazel run //testing/engines                       all tests on all engines
//   bazel run //testing/engines -- trixie forky       on two of them
//   bazel run //testing/engines -- podman ssh_test    one test on one
//   bazel run //testing/engines -- forky 'exec_test:*Input*'  some of its cases
//
// Prints what each engine is, and per test program how many cases passed and
// which failed; what a program with failed cases said goes to stderr. Needs
// root, an engine to make the node image with, and a mirror of Debian the first
// time (engine_root.h).

#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/cluster/image/node_image.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "common/vpn/vpn_image.h"
#include "testing/engines/engine_root.h"
#include "testing/engines/test_program.h"
#include "testing/real_engine/copy_image.h"
#include "testing/real_engine/private_engine.h"
#include "testing/real_engine/real_engine.h"

namespace minidcos {
namespace {

constexpr absl::Duration kPreparationTimeout = absl::Minutes(10);
constexpr absl::Duration kProgramTimeout = absl::Minutes(15);

struct Wanted {
  std::vector<EngineKind> engines;
  // By path; the value is a filter of cases, empty for all.
  std::map<std::string, std::string> programs;
};

struct Counts {
  int passed = 0;
  int failed = 0;
};

// Line by line, also into a pipe.
template <typename... Args>
void Say(const absl::FormatSpec<Args...>& format, const Args&... args) {
  absl::PrintF(format, args...);
  std::fflush(stdout);
}

absl::StatusOr<Wanted> ReadArguments(const std::vector<std::string>& words) {
  const std::map<std::string, std::string> programs = TestPrograms();
  Wanted wanted;
  for (const std::string& word : words) {
    bool known = false;
    for (const EngineKind& kind : EngineKinds()) {
      if (kind.name != word) continue;
      wanted.engines.push_back(kind);
      known = true;
    }
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(word, absl::MaxSplits(':', 1));
    if (const auto program = programs.find(parts.first);
        program != programs.end()) {
      wanted.programs[program->second] = parts.second;
      known = true;
    }
    if (!known) {
      return absl::InvalidArgumentError(
          absl::StrCat("neither an engine nor a test: '", word, "'"));
    }
  }
  if (wanted.engines.empty()) wanted.engines = EngineKinds();
  if (wanted.programs.empty()) {
    for (const auto& [name, path] : programs) wanted.programs[path] = "";
    // These make a root file system, and the network of an engine has no way
    // out to a mirror.
    wanted.programs.erase(programs.at("registry_image_test"));
    wanted.programs[programs.at("images_test")] =
        "-Images.HaveADockerOfAnotherRelease";
  }
  return wanted;
}

// The tests that start engines of their own then start this one.
void MakeThePrivateEngine(const EngineKind& kind, const std::string& root) {
  for (const EngineKind& other : EngineKinds()) {
    for (const auto& [name, value] : other.environment) unsetenv(name.c_str());
  }
  for (const auto& [name, value] : kind.environment) {
    setenv(name.c_str(), value.c_str(), 1);
  }
  setenv("PRIVATE_ENGINE_ROOT", root.c_str(), 1);
}

absl::StatusOr<std::unique_ptr<PrivateEngine>> StartEngine(
    const Context& ctx, const EngineKind& kind) {
  ASSIGN_OR_RETURN(const std::string root, EnsureEngineRoot(ctx, kind));
  MakeThePrivateEngine(kind, root);
  ASSIGN_OR_RETURN(std::unique_ptr<PrivateEngine> engine,
                   PrivateEngine::Start(ctx));
  // Made outside, where there is a mirror: its network has no way out.
  RealEngine& shared = RealEngine::Shared();
  for (const char* distribution : {"debian-11", "debian-12", "debian-13"}) {
    NodeImageOptions options;
    options.image.distribution = distribution;
    ASSIGN_OR_RETURN(
        const NodeImage image,
        EnsureNodeImage(ctx, shared.client(), options, NoProgress()));
    RETURN_IF_ERROR(
        CopyImage(ctx, image.reference, shared.host(), engine->host()));
  }
  ASSIGN_OR_RETURN(const std::string vpn,
                   EnsureVpnImage(ctx, shared.client(), {}, {}, NoProgress()));
  RETURN_IF_ERROR(CopyImage(ctx, vpn, shared.host(), engine->host()));
  ASSIGN_OR_RETURN(const docker::VersionResponse version,
                   engine->client().Version(ctx));
  ASSIGN_OR_RETURN(const docker::InfoResponse info, engine->client().Info(ctx));
  Say("%s: %s, API %s (from %s), %s, cgroup v%s\n", kind.name,
      version.version(), version.api_version(), version.min_api_version(),
      info.driver(), info.cgroup_version());
  return engine;
}

absl::Status RunOn(const EngineKind& kind, const Wanted& wanted,
                   Counts& counts) {
  ASSIGN_OR_RETURN(
      const std::unique_ptr<PrivateEngine> engine,
      StartEngine(Context().WithTimeout(kPreparationTimeout), kind));
  for (const auto& [path, filter] : wanted.programs) {
    const absl::Time start = absl::Now();
    ASSIGN_OR_RETURN(const TestResult result,
                     RunTestProgram(Context().WithTimeout(kProgramTimeout),
                                    *engine, path, filter));
    Say("  %-28s %3d passed, %d failed %6.1f s\n",
        path.substr(path.rfind('/') + 1), result.passed, result.failed.size(),
        absl::ToDoubleSeconds(absl::Now() - start));
    for (const std::string& failed : result.failed) Say("    %s\n", failed);
    if (!result.failed.empty()) absl::FPrintF(stderr, "%s\n", result.output);
    counts.passed += result.passed;
    counts.failed += static_cast<int>(result.failed.size());
  }
  return absl::OkStatus();
}

// For ./run_tests, which counts cases.
absl::Status WriteCounts(const Counts& counts) {
  const char* file = std::getenv("XML_OUTPUT_FILE");
  if (file == nullptr) return absl::OkStatus();
  return WriteFile(
      file,
      absl::StrFormat("<testsuites tests=\"%d\" failures=\"%d\" errors=\"0\" "
                      "name=\"engines\">\n</testsuites>\n",
                      counts.passed + counts.failed, counts.failed),
      0644);
}

// How many cases failed.
absl::StatusOr<int> RunMatrix(const std::vector<std::string>& words) {
  ASSIGN_OR_RETURN(const Wanted wanted, ReadArguments(words));
  Counts total;
  for (const EngineKind& kind : wanted.engines) {
    Counts counts;
    const absl::Time start = absl::Now();
    const absl::Status status = RunOn(kind, wanted, counts);
    if (!status.ok()) {
      ++counts.failed;
      Say("%s: %s\n%s\n", kind.name, status.message(), GetOutput(status));
    }
    Say("%s: %d passed, %d failed in %.0f s\n", kind.name, counts.passed,
        counts.failed, absl::ToDoubleSeconds(absl::Now() - start));
    total.passed += counts.passed;
    total.failed += counts.failed;
  }
  RETURN_IF_ERROR(WriteCounts(total));
  return total.failed;
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  const absl::StatusOr<int> failed =
      minidcos::RunMatrix(std::vector<std::string>(argv + 1, argv + argc));
  if (!failed.ok()) {
    absl::FPrintF(stderr, "engines: %s\n", failed.status().message());
    return 2;
  }
  return *failed == 0 ? 0 : 1;
}
