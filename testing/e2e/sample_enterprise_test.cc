// The enterprise variant of the sample DC/OS on real nodes: its security modes,
// its superuser, its authority and an operator's own.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/base/json.h"
#include "common/http/http_client.h"
#include "common/http/http_connection.h"
#include "common/http/http_message.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/sample_dcos/tls/test_certificates.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Field;
using ::testing::HasSubstr;

constexpr char kInstaller[] = "testing/sample_dcos/dcos_generate_config.ee.sh";
constexpr char kOldInstaller[] =
    "testing/sample_dcos/v1_10/dcos_generate_config.ee.sh";
constexpr char kCustomKey[] = "/var/lib/dcos/pki/tls/CA/private/custom_ca.key";

auto HasStatus(int status) { return Field(&HttpResponse::status, status); }

class SampleEnterprise : public E2eTest {
 protected:
  // Makes a cluster without public agents, and looks at it.
  void Create(const std::string& installer,
              const std::vector<std::string>& more) {
    std::vector<std::string> words = {RunfilePath(installer),
                                      "--public-agents=0"};
    words.insert(words.end(), more.begin(), more.end());
    const ToolResult created = Run("create", words);
    ASSERT_EQ(created.exit_code, 0) << created;
    const ToolResult inspected = Run("inspect", {});
    ASSERT_THAT(ParseJson(inspected.out, report_), IsOk()) << inspected;
  }

  std::string File(const std::string& name, const std::string& content) const {
    const std::string path = absl::StrCat(extra_.path(), "/", name);
    EXPECT_THAT(WriteFile(path, content, 0600), IsOk());
    return path;
  }
  std::string License() const { return File("license", "a license\n"); }

  const InspectReport& report() const { return report_; }
  const std::string& Ip(int master) const {
    return report_.nodes().masters(master).ip_address();
  }

  // What a master answers; by TLS, trusting `ca_file`, unless that is empty.
  static absl::StatusOr<HttpResponse> Ask(const std::string& ip,
                                          const std::string& ca_file,
                                          HttpRequest request) {
    HttpConnectionOptions options;
    if (!ca_file.empty()) options.tls = HttpTls{.ca_file = ca_file};
    request.url =
        absl::StrCat(ca_file.empty() ? "http://" : "https://", ip, request.url);
    HttpClient client(options);
    return client.Send(Deadline(), request);
  }

  static absl::StatusOr<HttpResponse> LogIn(const std::string& ip,
                                            const std::string& ca_file,
                                            const std::string& password) {
    return Ask(
        ip, ca_file,
        {.method = "POST",
         .url = "/acs/api/v1/auth/login",
         .body = absl::StrCat(R"({"uid": "bootstrapuser", "password": ")",
                              password, "\"}")});
  }

  static HttpRequest WithToken(const std::string& path,
                               const absl::StatusOr<HttpResponse>& answer) {
    sample::LoggedIn login;
    EXPECT_THAT(answer, IsOk());
    EXPECT_THAT(ParseJson(answer->body, login), IsOk());
    return {
        .url = path,
        .headers = {{"Authorization", absl::StrCat("token=", login.token())}}};
  }

  // That a node holds what tools rely on.
  void ExpectContract(const std::string& node, const std::string& role) const {
    const absl::StatusOr<std::string> contract =
        ReadFile(RunfilePath("testing/sample_dcos/node_contract.sh"));
    ASSERT_THAT(contract, IsOk());
    const ToolResult kept = Run(
        "exec",
        {"--node", node, "bash", "-c", *contract, "bash", role, "enterprise"});
    EXPECT_EQ(kept.exit_code, 0) << kept;
  }

  // The CA's certificates as a master serves them, in a file.
  std::string CaOf(const std::string& ip) const {
    const auto answer = Ask(ip, "", {.url = "/ca/dcos-ca.crt"});
    EXPECT_THAT(answer, IsOkAndHolds(HasStatus(200)));
    return File(absl::StrCat("ca-", ip), answer->body);
  }

  std::string folder() const { return extra_.path(); }

  // A folder with some files of folder().
  ScopedFolder Copy(const std::vector<std::string>& names) const {
    ScopedFolder copy = *ScopedFolder::Make("/tmp", "minidcos-e2e-extra-");
    for (const std::string& name : names) {
      const auto content = ReadFile(absl::StrCat(folder(), "/", name));
      EXPECT_THAT(content, IsOk());
      EXPECT_THAT(
          WriteFile(absl::StrCat(copy.path(), "/", name), *content, 0600),
          IsOk());
    }
    return copy;
  }

 private:
  InspectReport report_;
  // Beside the tools' temporary folder, which has to be empty at the end.
  ScopedFolder extra_ = *ScopedFolder::Make("/tmp", "minidcos-e2e-extra-");
};

TEST_F(SampleEnterprise, IsStrictAtEveryMaster) {
  Create(kInstaller, {"--masters=3", "--security-mode=strict", "--license-key",
                      License(), "--wait-for-dcos", "--timeout=5m"});
  EXPECT_EQ(report().variant(), "DCOSVariant.ENTERPRISE");
  const std::string ca = CaOf(Ip(0));
  const HttpRequest acls =
      WithToken("/acs/api/v1/acls", LogIn(Ip(0), ca, "deleteme"));
  for (int master = 0; master < 3; ++master) {
    const std::string& ip = Ip(master);
    EXPECT_EQ(ReadFile(CaOf(ip)), ReadFile(ca));
    EXPECT_THAT(LogIn(ip, ca, "deleteme"), IsOkAndHolds(HasStatus(200)));
    EXPECT_THAT(LogIn(ip, ca, "another"), IsOkAndHolds(HasStatus(401)));
    EXPECT_THAT(Ask(ip, ca, acls),
                IsOkAndHolds(Field("body", &HttpResponse::body,
                                   HasSubstr(R"("rid":"dcos:superuser")"))));
    EXPECT_THAT(LogIn(ip, "", "deleteme"), IsOkAndHolds(HasStatus(307)));
  }
  ExpectContract("master_1", "master");
  ExpectContract("agent_0", "slave");

  // Without the master that has signed for all of them.
  ASSERT_THAT(
      docker().KillContainer(Deadline(),
                             report().nodes().masters(0).docker_container_id()),
      IsOk());
  const ToolResult restarted =
      Run("exec", {"--node=master_1", "systemctl", "restart", "dcos-ca.service",
                   "dcos-adminrouter.service"});
  EXPECT_EQ(restarted.exit_code, 0) << restarted;
  EXPECT_THAT(LogIn(Ip(1), ca, "deleteme"), IsOkAndHolds(HasStatus(200)));
}

TEST_F(SampleEnterprise, IsSignedByAnOperatorsOwnAuthority) {
  ASSERT_THAT(sample::MakeTestCertificates(folder()), IsOk());
  const ScopedFolder genconf = Copy({"middle.crt", "middle.key", "root.crt"});
  const std::string config =
      File("config",
           "ca_certificate_path: genconf/middle.crt\n"
           "ca_certificate_key_path: genconf/middle.key\n"
           "ca_certificate_chain_path: genconf/root.crt\n");
  Create(kInstaller,
         {"--agents=0", "--license-key", License(), "--extra-config", config,
          "--genconf-dir", genconf.path()});

  // The key does not come with the installation. The service is tried again
  // and again, which ends the reading of its journal.
  const ToolResult log =
      Run("exec", {"timeout", "120", "sh", "-c",
                   "journalctl --follow --lines=all --unit=dcos-ca.service |"
                   " grep --max-count=1 \"has to be at $1\"",
                   "sh", kCustomKey});
  EXPECT_EQ(log.exit_code, 0) << log;
  const ToolResult without = Run("wait", {"--timeout=10s"});
  EXPECT_EQ(without.exit_code, 6) << without;
  EXPECT_THAT(without.err, HasSubstr("dcos-ca.service"));

  const ToolResult sent =
      Run("send-file", {folder() + "/middle.key", kCustomKey});
  ASSERT_EQ(sent.exit_code, 0) << sent;
  const ToolResult with = Run("wait", {"--timeout=2m"});
  EXPECT_EQ(with.exit_code, 0) << with;
  EXPECT_THAT(Ask(Ip(0), folder() + "/root.crt", {.url = "/"}),
              IsOkAndHolds(HasStatus(200)));
  EXPECT_THAT(Ask(Ip(0), folder() + "/other.crt", {.url = "/"}),
              StatusIs(absl::StatusCode::kUnauthenticated));
  // Permissive, as it is by default.
  EXPECT_THAT(Ask(Ip(0), "", {.url = "/"}), IsOkAndHolds(HasStatus(307)));
  EXPECT_THAT(LogIn(Ip(0), "", "deleteme"), IsOkAndHolds(HasStatus(200)));
}

TEST_F(SampleEnterprise, OfAnOldVersionHasNoLicenseAndNoTlsUntilItIsUpgraded) {
  Create(kOldInstaller, {"--agents=0", "--security-mode=disabled",
                         "--wait-for-dcos", "--timeout=5m"});
  // Told by the configuration: its dcos-version.json has no variant yet.
  EXPECT_EQ(report().variant(), "DCOSVariant.ENTERPRISE");
  EXPECT_EQ(report().version(), "1.10.0-sample");
  EXPECT_THAT(Ask(Ip(0), "", {.url = "/"}), IsOkAndHolds(HasStatus(200)));
  EXPECT_THAT(Ask(Ip(0), CaOf(Ip(0)), {.url = "/"}),
              StatusIs(absl::StatusCode::kUnavailable));
  const HttpRequest config = WithToken("/dcos-metadata/bootstrap-config.json",
                                       LogIn(Ip(0), "", "deleteme"));
  EXPECT_THAT(Ask(Ip(0), "", config),
              IsOkAndHolds(Field("body", &HttpResponse::body,
                                 AllOf(HasSubstr(R"("security": "disabled")"),
                                       HasSubstr(R"("ssl_enabled": false)")))));

  const ToolResult upgraded =
      Run("upgrade",
          {RunfilePath(kInstaller), "--security-mode=permissive",
           "--license-key", License(), "--wait-for-dcos", "--timeout=5m"});
  EXPECT_EQ(upgraded.exit_code, 0) << upgraded;
  EXPECT_THAT(LogIn(Ip(0), CaOf(Ip(0)), "deleteme"),
              IsOkAndHolds(HasStatus(200)));
}

}  // namespace
}  // namespace minidcos
