#include "testing/e2e/engine_state.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

void AddNames(absl::string_view kind, const std::string& folder,
              std::set<std::string>& state) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    state.insert(absl::StrCat(kind, " ", entry.path().filename().string()));
  }
}

void AddTree(absl::string_view kind, const std::string& folder,
             std::set<std::string>& state) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; entry != end;
       entry.increment(error)) {
    state.insert(absl::StrCat(kind, " ", entry->path().string()));
  }
}

void AddThings(DockerClient& docker, std::set<std::string>& state) {
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
void AddCgroups(const std::string& engine_folder,
                std::set<std::string>& state) {
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

void AddLoopDevices(const std::string& engine_folder,
                    std::set<std::string>& state) {
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
void AddEngineProcesses(const std::string& engine_folder,
                        std::set<std::string>& state) {
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
void AddToolProcesses(const std::string& host, std::set<std::string>& state) {
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

}  // namespace

std::set<std::string> ReadEngineState(DockerClient& docker,
                                      const EngineStateOptions& options) {
  std::set<std::string> state;
  const std::string& folder = options.engine_folder;
  AddThings(docker, state);
  AddLoopDevices(folder, state);
  if (options.looks_inside) {
    AddNames("engine's container", folder + "/data/containers", state);
    AddNames("engine's volume", folder + "/data/volumes", state);
    AddNames("engine's layer", folder + "/data/overlay2", state);
    AddCgroups(folder, state);
    AddEngineProcesses(folder, state);
  }
  AddToolProcesses(docker.host(), state);
  for (const std::string& tools_folder : options.folders) {
    AddTree("file", tools_folder, state);
  }
  return state;
}

}  // namespace minidcos
