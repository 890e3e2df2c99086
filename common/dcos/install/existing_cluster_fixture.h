// A fixture for tests of what is done to a cluster that is there, on a fake
// engine.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_EXISTING_CLUSTER_FIXTURE_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_EXISTING_CLUSTER_FIXTURE_H_

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/files.h"
#include "common/base/tar.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/provision_fixture.h"
#include "common/dcos/install/dcos_plan.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {

// Three masters, two agents and a public agent; a docker command; an installer
// of DC/OS 2.1.0 that is run on this machine. `versions_` says what each node
// has, by the end of its name ("agent-1"); "" is DC/OS that is being set up.
class ExistingClusterFixture : public ProvisionFixture {
 protected:
  ExistingClusterFixture()
      : files_(*ScopedFolder::Make(testing::TempDir(), "existing-")) {
    options_.masters = 3;
    options_.agents = 2;
    EXPECT_THAT(WriteFile(files_.path() + "/docker", "#!/bin/sh\n", 0755),
                IsOk());
    setenv("PATH", absl::StrCat(files_.path(), ":", path_).c_str(), 1);
    dcos_.installer.source = MakeInstaller("None");
    EXPECT_THAT(Provision(), IsOk());
    engine_.OnExec(
        {"flock", "--nonblock", "--conflict-exit-code", "75",
         "/run/minidcos-dcos.lock", "sh", "-c", "echo locked; exec cat"},
        {.stdout_text = "locked\n", .stays = true});
    engine_.OnAnyExec([this](const FakeExecCall& call) { return Run(call); });
  }
  ~ExistingClusterFixture() override { setenv("PATH", path_.c_str(), 1); }

  Operation operation() {
    return {limit_.WithCancellation(interrupted_), limit_, *docker_, progress_};
  }

  DcosPlan Plan() { return *PlanDcos(operation(), dcos_); }

  Cluster FindIt() { return *FindCluster(limit_, *docker_, "x"); }

  // The nodes on which a script has been run, in order.
  std::vector<std::string> ran(absl::string_view script) const {
    std::vector<std::string> nodes;
    for (const FakeExecCall& call : engine_.execs()) {
      if (absl::StrContains(LineOf(call), absl::StrCat("/", script))) {
        nodes.push_back(NameOf(call));
      }
    }
    return nodes;
  }

  // The path of an installer of a variant, as its second line spells it.
  std::string MakeInstaller(absl::string_view variant) const {
    TarWriter tar;
    tar.AddFile("dcos-genconf.0123-4567.tar", "image", 0644);
    const std::string path = files_.path() + "/installer.sh";
    EXPECT_THAT(
        WriteFile(
            path,
            absl::StrCat(
                "#!/bin/bash\n# variant: ", variant, "\necho \"$*\" >>",
                files_.path(),
                "/runs\ncase \"$*\" in\n"
                "--version) echo '{\"version\": \"2.1.0\"}' ;;\n"
                "*upgrade*) echo "
                "'URL: file:///x/upgrade/0a/dcos_node_upgrade.sh' ;;\nesac\n"
                "exit 0\n#EOF#\n",
                *tar.Finish()),
            0644),
        IsOk());
    return path;
  }

  const std::string path_ = std::getenv("PATH");
  const ScopedFolder files_;
  DcosOptions dcos_;
  absl::Mutex mutex_;
  std::map<std::string, std::string> versions_ ABSL_GUARDED_BY(mutex_);
  // On which the installer's scripts fail.
  std::string bad_node_ = "none";

 private:
  static std::string LineOf(const FakeExecCall& call) {
    return absl::StrJoin(call.request.cmd(), " ");
  }
  static std::string NameOf(const FakeExecCall& call) {
    return call.container.substr(call.container.rfind('.') + 1);
  }

  FakeRun Run(const FakeExecCall& call) ABSL_LOCKS_EXCLUDED(mutex_) {
    const std::string line = LineOf(call);
    const std::string name = NameOf(call);
    const absl::MutexLock lock(&mutex_);
    const auto version = versions_.find(name);
    const bool begun = version != versions_.end();
    if (absl::StrContains(line, "dcos-setup.service")) {
      return {.stdout_text = begun ? "begun\n" : ""};
    }
    if (absl::StrContains(line, "dcos-version.json")) {
      if (!begun || version->second.empty()) return {.exit_code = 1};
      return {.stdout_text = absl::StrCat("{\"version\": \"", version->second,
                                          "\", \"dcos-variant\": \"open\"}")};
    }
    if (absl::StrContains(line, "dcos-check-runner")) {
      return {.stdout_text = "{\"status\": 0, \"checks\": {}}"};
    }
    if (absl::StrContains(line, "/dcos_")) {
      if (name == bad_node_) {
        return {.stdout_text = "no space left\n", .exit_code = 1};
      }
      versions_[name] = "2.1.0";
    }
    return {};
  }
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_EXISTING_CLUSTER_FIXTURE_H_
