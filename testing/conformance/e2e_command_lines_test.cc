// Command lines written for DC/OS E2E's `minidcos docker`, with every flag that
// its commands have (https://github.com/dcos/dcos-e2e,
// src/dcos_e2e_cli/dcos_docker/commands/), in its own spelling. They are
// understood here: the tools fail at nothing but the engine that is not there.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

constexpr char kInstaller[] = "testing/conformance/empty_installer.sh";
constexpr char kCheckout[] = "testing/conformance/checkout";

class E2eCommandLines : public testing::Test {
 protected:
  // The path of an empty file.
  std::string File() const {
    const std::string path = files_.path() + "/file";
    EXPECT_THAT(WriteFile(path, "# nothing\n", 0600), IsOk());
    return path;
  }

  // Words that every command takes.
  static std::vector<std::string> Common() {
    return {"-vv",         "--cluster-id", "default",
            "--transport", "docker-exec",  "--no-enable-spinner"};
  }

  std::vector<std::string> Nodes() const {
    return {"--masters",
            "3",
            "--agents",
            "0",
            "--public-agents",
            "2",
            "--docker-storage-driver",
            "auto",
            "--mount-sys-fs-cgroup",
            "--custom-volume",
            "/a:/b:ro",
            "--custom-master-volume",
            "/c",
            "--custom-agent-volume",
            "/d",
            "--custom-public-agent-volume",
            "/e",
            "--network",
            "bridge",
            "--one-master-host-port-map",
            "70:80",
            "--workspace-dir",
            files_.path()};
  }

  std::vector<std::string> Dcos() const {
    return {"--extra-config", File(), "--genconf-dir",   files_.path(),
            "--license-key",  File(), "--security-mode", "strict",
            "--variant",      "auto", "--wait-for-dcos"};
  }

  void ExpectUnderstood(const std::string& tool, std::vector<std::string> words,
                        const std::vector<std::string>& more = {},
                        int no_engine = 5) const {
    words.insert(words.end(), more.begin(), more.end());
    std::vector<std::string> line = {"docker", tool};
    for (const std::string& word : Common()) line.push_back(word);
    line.insert(line.end(), words.begin(), words.end());
    const ToolResult result = RunToEnd(
        RunfilePath("bin/minidcos"), line,
        {.environment = {{"DOCKER_HOST", "unix:///nonexistent/docker.sock"}}});
    EXPECT_EQ(result.exit_code, no_engine) << result;
    EXPECT_THAT(result.err, HasSubstr("/nonexistent/docker.sock"));
  }

  const ScopedFolder files_ =
      *ScopedFolder::Make(testing::TempDir(), "e2e-lines-");
};

TEST_F(E2eCommandLines, MakeClusters) {
  ExpectUnderstood("provision", Nodes());
  std::vector<std::string> create = Nodes();
  create.insert(create.begin(), kInstaller);
  create.insert(create.end(),
                {"--copy-to-master", absl::StrCat(File(), ":/etc/file")});
  ExpectUnderstood("create", create, Dcos());
}

TEST_F(E2eCommandLines, InstallAndUpgrade) {
  for (const char* tool : {"install", "upgrade"}) {
    ExpectUnderstood(tool, {kInstaller, "--workspace-dir", files_.path()},
                     Dcos());
  }
  ExpectUnderstood("wait",
                   {"--superuser-username", "me", "--superuser-password", "pw",
                    "--skip-http-checks"});
}

TEST_F(E2eCommandLines, RunCommandsAndSendFiles) {
  ExpectUnderstood("run", {"--node",  "master_0",
                           "--node",  "agent_0",
                           "--env",   "A=b",
                           "--env",   "C=d",
                           "-te",     "--sync-dir",
                           kCheckout, "--sync-dir",
                           kCheckout, "--dcos-login-uname",
                           "me",      "--dcos-login-pw",
                           "pw",      "pytest",
                           "-vvv",    "-s",
                           "-x",      "test_tls.py",
                           "-k",      "test_tls"},
                   {}, 125);
  ExpectUnderstood("run", {"--test-env", "bash", "-c", "'true'"}, {}, 125);
  ExpectUnderstood("send-file", {"--node", "agent_0", File(), "/etc/file"});
  ExpectUnderstood("sync", {kCheckout});
}

TEST_F(E2eCommandLines, LookAtClustersAndDestroyThem) {
  for (const char* tool : {"inspect", "list", "web", "destroy", "clean"}) {
    ExpectUnderstood(tool, {});
  }
  ExpectUnderstood("destroy-list", {"a", "b"});
}

TEST_F(E2eCommandLines, MakeListAndDestroyLoopbackSidecars) {
  ExpectUnderstood("create-loopback-sidecar", {"--size", "1", "disk"});
  ExpectUnderstood("list-loopback-sidecars", {});
  ExpectUnderstood("destroy-loopback-sidecar", {"disk"});
  ExpectUnderstood("setup-mac-network",
                   {"--configuration-dst", "mac.ovpn", "--force"});
  ExpectUnderstood("destroy-mac-network", {});
}

}  // namespace
}  // namespace minidcos
