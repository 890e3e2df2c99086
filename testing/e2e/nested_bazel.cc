#include "testing/e2e/nested_bazel.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kTimeout = absl::Minutes(5);

// What another workspace sees of minidcos to run a cluster_test: files, and
// folders with all that the test has of them as data. Links, so that a tool
// finds the others beside where it really is.
constexpr const char* kLinked[] = {"bin", "deps.bzl",
                                   "testing/cluster_launcher",
                                   "testing/cluster_test.bzl", "third_party"};

constexpr char kRootPackage[] =
    "filegroup(\n"
    "    name = \"bin\",\n"
    "    srcs = glob([\"bin/*\"]),\n"
    "    visibility = [\"//visibility:public\"],\n"
    ")\n";
constexpr char kLauncherPackage[] =
    "exports_files(glob([\"*\"]), visibility = [\"//visibility:public\"])\n";

constexpr char kWorkspace[] =
    "local_repository(name = \"minidcos\", path = \"minidcos\")\n"
    "load(\"@minidcos//:deps.bzl\", \"minidcos_deps\")\n"
    "minidcos_deps()\n";

void MakeFile(const fs::path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  ASSERT_THAT(WriteFile(path, content, 0755), IsOk());
}

void Link(const fs::path& target, const fs::path& path) {
  if (fs::is_directory(target)) {
    for (const auto& entry : fs::directory_iterator(target)) {
      Link(entry.path(), path / entry.path().filename());
    }
    return;
  }
  fs::create_directories(path.parent_path());
  fs::create_symlink(fs::canonical(target), path);
}

void MakeRepository(const fs::path& folder) {
  for (const char* file : kLinked) Link(RunfilePath(file), folder / file);
  MakeFile(folder / "WORKSPACE", "workspace(name = \"minidcos\")\n");
  MakeFile(folder / "BUILD.bazel", kRootPackage);
  MakeFile(folder / "testing/BUILD.bazel", "");
  MakeFile(folder / "testing/cluster_launcher/BUILD.bazel", kLauncherPackage);
}

// Bazel takes its workspace from where it is started.
std::vector<std::string> CommandLine(const std::string& folder,
                                     const std::vector<std::string>& words) {
  std::vector<std::string> line = {
      "-c",
      "cd \"$0/project\" && exec bazel \"$@\"",
      folder,
      "--nohome_rc",
      absl::StrCat("--output_user_root=", folder, "/bazel"),
      "--host_jvm_args=-Xmx400m",
  };
  line.insert(line.end(), words.begin(), words.end());
  return line;
}

}  // namespace

NestedBazel::NestedBazel()
    : folder_(*ScopedFolder::Make("/tmp", "minidcos-bazel-")) {
  const fs::path project = fs::path(folder_.path()) / "project";
  MakeRepository(project / "minidcos");
  MakeFile(project / "WORKSPACE", kWorkspace);
  // Else Bazel looks for packages of the other repository as its own.
  MakeFile(project / ".bazelignore", "minidcos\n");
  Link(RunfilePath("testing/examples/.bazelrc"), project / ".bazelrc");
}

NestedBazel::~NestedBazel() { Run({"shutdown"}); }

void NestedBazel::Write(const std::string& name,
                        const std::string& content) const {
  MakeFile(fs::path(folder_.path()) / "project" / name, content);
}

ToolResult NestedBazel::Run(const std::vector<std::string>& words) const {
  return RunToEnd("/bin/sh", CommandLine(folder_.path(), words),
                  {.timeout = kTimeout});
}

std::unique_ptr<RunningTool> NestedBazel::Start(
    const std::vector<std::string>& words) const {
  return std::make_unique<RunningTool>("/bin/sh",
                                       CommandLine(folder_.path(), words),
                                       ToolOptions{.timeout = kTimeout});
}

std::string NestedBazel::ResultPath(const std::string& test,
                                    const std::string& file) const {
  return absl::StrCat(folder_.path(), "/project/bazel-testlogs/", test, "/",
                      file);
}

}  // namespace minidcos
