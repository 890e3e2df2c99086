#include "testing/engines/test_program.h"

#include <filesystem>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/status/status_macros.h"
#include "testing/real_engine/private_engine.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

constexpr size_t kKeptOutput = size_t{16} << 20;

std::string Runfiles() {
  return fs::read_symlink("/proc/self/exe").string() + ".runfiles";
}

}  // namespace

TestResult ReadTestOutput(absl::string_view output, int exit_code) {
  TestResult result;
  std::string running;
  for (absl::string_view line : absl::StrSplit(output, '\n')) {
    if (absl::ConsumePrefix(&line, "[ RUN      ] ")) {
      running = std::string(line);
    } else if (absl::StartsWith(line, "[       OK ] ")) {
      ++result.passed;
      running.clear();
    } else if (absl::StartsWith(line, "[  FAILED  ] ") && !running.empty()) {
      result.failed.push_back(running);
      running.clear();
    }
  }
  if (!running.empty()) {
    result.failed.push_back(
        absl::StrCat(running, " (the program ended with ", exit_code, ")"));
  } else if (exit_code != 0 && result.failed.empty()) {
    result.failed.push_back(
        absl::StrCat("(the program ended with ", exit_code, ")"));
  } else if (result.passed == 0 && result.failed.empty()) {
    result.failed.push_back("(no case ran)");
  }
  return result;
}

std::map<std::string, std::string> TestPrograms() {
  std::map<std::string, std::string> programs;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(Runfiles() + "/minidcos/testing")) {
    const fs::path& path = entry.path();
    const std::string name = path.filename().string();
    // We are there too.
    const bool is_ours = path.parent_path().filename() == "engines";
    if (absl::EndsWith(name, "_test") && !is_ours && entry.is_regular_file()) {
      programs[name] = path.string();
    }
  }
  return programs;
}

absl::StatusOr<TestResult> RunTestProgram(const Context& ctx,
                                          const PrivateEngine& engine,
                                          const std::string& path,
                                          const std::string& filter) {
  ASSIGN_OR_RETURN(const ScopedFolder folder,
                   ScopedFolder::Make(engine.folder(), "test-"));
  SubprocessOptions options;
  options.directory = Runfiles() + "/minidcos";
  options.environment = {{"DOCKER_HOST", engine.host()},
                         {"TEST_SRCDIR", Runfiles()},
                         {"TEST_WORKSPACE", "minidcos"},
                         {"TEST_TMPDIR", folder.path()}};
  options.unset_environment = {"DOCKER_CONTEXT", "TEST_PREMATURE_EXIT_FILE",
                               "TEST_SHARD_STATUS_FILE", "XML_OUTPUT_FILE"};
  options.keep_output = kKeptOutput;
  ASSIGN_OR_RETURN(
      const SubprocessResult ended,
      RunSubprocess(
          ctx,
          {"nsenter", absl::StrCat("--net=", engine.network()), path,
           absl::StrCat("--gtest_filter=", filter.empty() ? "*" : filter)},
          options));
  TestResult result = ReadTestOutput(ended.stdout_text, ended.exit_code);
  result.output = absl::StrCat(ended.stdout_text, ended.stderr_text);
  return result;
}

}  // namespace minidcos
