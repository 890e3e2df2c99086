// The main job: the sample DC/OS installed on real nodes, and what happens when
// that goes wrong.

#include <csignal>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/json.h"
#include "common/cluster/bundle/read_bundle.h"
#include "common/http/http_client.h"
#include "common/http/http_message.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class DcosCluster : public E2eTest {
 protected:
  static std::string Installer() {
    return RunfilePath("testing/sample_dcos/dcos_generate_config.sh");
  }

  std::vector<std::string> CreateWords(
      const std::vector<std::string>& more) const {
    std::vector<std::string> words = {Installer()};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  ToolResult Create(const std::vector<std::string>& more) const {
    return Run("create", CreateWords(more));
  }

  std::string File(const std::string& content) const {
    const std::string path = absl::StrCat(extra_.path(), "/file");
    EXPECT_THAT(WriteFile(path, content, 0600), IsOk());
    return path;
  }

  // That web opens a page in the browser which shows every node as healthy.
  void ExpectPageOf(const InspectReport& report) {
    const std::string opened = absl::StrCat(extra_.path(), "/opened");
    const std::string browser = absl::StrCat(extra_.path(), "/browser");
    ASSERT_THAT(
        WriteFile(browser,
                  absl::StrCat("#!/bin/sh\nexec >", opened, "\necho $1\n"),
                  0700),
        IsOk());
    ASSERT_EQ(setenv("BROWSER", browser.c_str(), /*overwrite=*/1), 0);
    const ToolResult web = Run("web", {});
    EXPECT_EQ(web.exit_code, 0) << web;
    EXPECT_EQ(web.out, report.web_ui() + "\n") << web;
    EXPECT_THAT(ReadFile(opened), IsOkAndHolds(web.out));

    HttpClient client;
    const absl::StatusOr<HttpResponse> page =
        client.Send(Deadline(), {.url = report.web_ui()});
    ASSERT_THAT(page, IsOk());
    const InspectedNodes& nodes = report.nodes();
    for (const auto* of_role :
         {&nodes.masters(), &nodes.agents(), &nodes.public_agents()}) {
      for (const InspectedNode& node : *of_role) {
        EXPECT_THAT(
            page->body,
            HasSubstr(absl::StrCat("<td>", node.ip_address(),
                                   "</td><td class=\"healthy\">healthy</td>")));
      }
    }
  }

  // That Mesos offers of the cluster's one agent what its limits leave it.
  static void ExpectSharesOf(const InspectReport& report) {
    HttpClient client;
    const absl::StatusOr<HttpResponse> agents = client.Send(
        Deadline(),
        {.url = absl::StrCat("http://", report.nodes().masters(0).ip_address(),
                             ":5050/master/slaves")});
    ASSERT_THAT(agents, IsOk());
    EXPECT_THAT(agents->body,
                HasSubstr(R"("resources":{"cpus":0.5,"mem":512,"ports":)"
                          R"("[1025-2180, 2182-3887, )"));
  }

  // That a bundle tells of DC/OS on every node, and nobody's password.
  void ExpectBundle() {
    const std::string path = absl::StrCat(extra_.path(), "/bundle.tgz");
    const ToolResult written = Run("logs", {"--bundle", path});
    ASSERT_EQ(written.exit_code, 0) << written;
    std::map<std::string, std::string> files = ReadBundle(path);
    for (const char* node : {"master_0", "agent_0", "public_agent_0"}) {
      const std::string folder =
          absl::StrCat("minidcos-", id(), "/", node, "/");
      EXPECT_THAT(files[folder + "dcos-checks.txt"],
                  HasSubstr("\"status\": 0"));
      EXPECT_THAT(files[folder + "dcos-health.txt"], HasSubstr("\"health\":0"));
      EXPECT_THAT(files[folder + "units.txt"], HasSubstr("dcos-"));
      EXPECT_THAT(
          files[folder + "files/opt/mesosphere/etc/expanded.config.full.json"],
          HasSubstr("master_list"));
    }
    for (const auto& [name, content] : files) {
      EXPECT_THAT(content, Not(HasSubstr("hunter2"))) << name;
    }
  }

  // That a node holds what tools rely on, by its DC/OS role.
  void ExpectContractOn(const std::string& node, const std::string& role) {
    const absl::StatusOr<std::string> contract =
        ReadFile(RunfilePath("testing/sample_dcos/node_contract.sh"));
    ASSERT_THAT(contract, IsOk());
    const ToolResult kept =
        Run("exec", {"--node", node, "bash", "-c", *contract, "bash", role});
    EXPECT_EQ(kept.exit_code, 0) << kept;
  }

 private:
  // Beside the tools' temporary folder, which has to be empty at the end.
  ScopedFolder extra_ = *ScopedFolder::Make("/tmp", "minidcos-e2e-extra-");
};

TEST_F(DcosCluster, IsReadyFromOneCommand) {
  const ToolResult created =
      Create({"--wait-for-dcos", "--timeout", "5m", "--agent-cpus", "0.5",
              "--agent-memory", "512m", "--extra-config",
              File("license_key_contents: hunter2\n"
                   "superuser_password_hash: $6$salt$hunter2hunter2\n")});
  ASSERT_EQ(created.exit_code, 0) << created;
  EXPECT_EQ(created.out, id() + "\n");

  const ToolResult inspected = Run("inspect", {});
  InspectReport report;
  ASSERT_THAT(ParseJson(inspected.out, report), IsOk());
  EXPECT_EQ(report.variant(), "DCOSVariant.OSS");
  EXPECT_EQ(report.version(), "2.1.0-sample");

  const ToolResult waited = Run("wait", {"--timeout", "1m"});
  EXPECT_EQ(waited.exit_code, 0) << waited;
  EXPECT_EQ(waited.out, id() + "\n");

  ExpectContractOn("master_0", "master");
  ExpectContractOn("agent_0", "slave");
  ExpectContractOn("public_agent_0", "slave_public");
  ExpectBundle();

  ExpectPageOf(report);
  ExpectSharesOf(report);

  // An agent that is gone is missed, and told.
  const ToolResult stopped = Run("exec", {"--node", "agent_0", "systemctl",
                                          "stop", "dcos-mesos-slave.service"});
  ASSERT_EQ(stopped.exit_code, 0) << stopped;
  const ToolResult timed_out = Run("wait", {"--timeout", "3s"});
  EXPECT_EQ(timed_out.exit_code, 6) << timed_out;
  EXPECT_EQ(timed_out.out, "");

  EXPECT_EQ(Run("destroy", {}).exit_code, 0);
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(DcosCluster, CanBeWaitedForAfterwards) {
  const ToolResult created = Create({"--agents=0", "--public-agents=0"});
  ASSERT_EQ(created.exit_code, 0) << created;
  EXPECT_THAT(created.err,
              HasSubstr(absl::StrCat("minidcos wait --cluster-id ", id())));
  const ToolResult waited = Run("wait", {"--timeout", "5m"});
  EXPECT_EQ(waited.exit_code, 0) << waited;
}

TEST_F(DcosCluster, ShowsWhatTheInstallerSaysOfABadConfiguration) {
  const ToolResult result =
      Create({"--agents=0", "--public-agents=0", "--extra-config",
              File("bootstrap_url: 'http://example.com/'\n")});
  EXPECT_EQ(result.exit_code, 1) << result;
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("Must not end in a '/'"));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(DcosCluster, InterruptedWhileItIsMadeLeavesNothing) {
  const auto create = Start("create", CreateWords({}));
  ASSERT_TRUE(create->WaitForError("Generating"));
  create->SendSignal(SIGINT);
  const ToolResult result = create->Wait();
  EXPECT_EQ(result.signal_number, SIGINT) << result;
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
  EXPECT_THAT(
      docker().InspectContainer(Deadline(), absl::StrCat(id(), "-installer")),
      StatusIs(absl::StatusCode::kNotFound));
}

struct BadUse {
  std::vector<std::string> words;
  int exit_code;
  std::string message;
};

class BadCreate : public DcosCluster,
                  public ::testing::WithParamInterface<BadUse> {};

TEST_P(BadCreate, IsToldBeforeAnythingIsMade) {
  const ToolResult result = Run("create", GetParam().words);
  EXPECT_EQ(result.exit_code, GetParam().exit_code) << result;
  EXPECT_THAT(result.err, HasSubstr(GetParam().message));
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Uses, BadCreate,
    ::testing::Values(
        BadUse{{"/nonexistent.sh"}, 3, "no such installer"},
        BadUse{{"/bin/true"}, 2, "is no DC/OS installer"},
        BadUse{{"/tmp"}, 2, "is no DC/OS installer"},
        BadUse{{"x.sh", "--masters=2"}, 2, "1, 3, 5, 7 or 9"},
        BadUse{{"x.sh", "--agents=-1"}, 2, "-1 agents"},
        BadUse{{"x.sh", "--masters=many"}, 2, "many"},
        BadUse{{RunfilePath("testing/sample_dcos/dcos_generate_config.sh"),
                "--extra-config=/nonexistent"},
               3,
               "/nonexistent"},
        BadUse{{}, 2, "INSTALLER"}));

}  // namespace
}  // namespace minidcos
