// The contract on an engine behind TLS, and who is not let in there.

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/engine_choice.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/engine_contract/contract_engine.h"
#include "testing/real_engine/certificates.h"
#include "testing/real_engine/private_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Context Limit() { return Context().WithTimeout(absl::Minutes(2)); }

// A folder with certificates for 127.0.0.1.
ScopedFolder Certificates() {
  ScopedFolder folder = *ScopedFolder::Make("/tmp", "tls-engine-");
  EXPECT_THAT(MakeCertificates(Limit(), folder.path(), "IP:127.0.0.1"), IsOk());
  return folder;
}

// A client of the engine at `host`, with the files in `folder`.
std::unique_ptr<DockerClient> Connect(const std::string& host,
                                      const std::string& folder) {
  setenv("DOCKER_TLS_VERIFY", "1", 1);
  setenv("DOCKER_CERT_PATH", folder.c_str(), 1);
  auto client = ConnectToEngine({.host = host});
  EXPECT_THAT(client, IsOk());
  return *std::move(client);
}

class TlsContractEngine : public ContractEngine {
 public:
  TlsContractEngine()
      : folder_(Certificates()),
        engine_(*PrivateEngine::Start(Limit(), folder_.path())),
        client_(Connect(engine_->tls_host(), folder_.path())) {}

  DockerClient& client() override { return *client_; }

 private:
  const ScopedFolder folder_;
  const std::unique_ptr<PrivateEngine> engine_;
  const std::unique_ptr<DockerClient> client_;
};

// What the engine at `host` says to a client with the files in `folder`.
absl::Status Ask(const std::string& host, const std::string& folder) {
  return Connect(host, folder)->Version(Limit()).status();
}

TEST(TlsEngine, LetsInWhoKnowsItAndWhomItKnows) {
  const ScopedFolder folder = Certificates();
  const ScopedFolder others = Certificates();
  const auto engine = PrivateEngine::Start(Limit(), folder.path());
  ASSERT_THAT(engine, IsOk());
  const std::string host = (*engine)->tls_host();
  EXPECT_THAT(Ask(host, folder.path()), IsOk());

  EXPECT_THAT(Ask(host, others.path()),
              StatusIs(absl::StatusCode::kUnauthenticated,
                       AllOf(HasSubstr(host), HasSubstr("certificate"),
                             Not(HasSubstr("is it running")))));
  const std::string other_name =
      absl::StrReplaceAll(host, {{"127.0.0.1", "localhost"}});
  EXPECT_THAT(Ask(other_name, folder.path()),
              StatusIs(absl::StatusCode::kUnauthenticated,
                       AllOf(HasSubstr(other_name), HasSubstr("localhost"))));
  ASSERT_THAT(RemoveTree(folder.path() + "/cert.pem"), IsOk());
  EXPECT_THAT(Ask(host, folder.path()),
              StatusIs(absl::StatusCode::kUnauthenticated,
                       HasSubstr("refuses our certificate")));
  unsetenv("DOCKER_TLS_VERIFY");
  const auto plain = ConnectToEngine({.host = host});
  ASSERT_THAT(plain, IsOk());
  EXPECT_THAT((*plain)->Version(Limit()),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("DOCKER_TLS_VERIFY is not set")));
}

TEST(TlsEngine, IsFoundByADockerContext) {
  const ScopedFolder folder = Certificates();
  const auto engine = PrivateEngine::Start(Limit(), folder.path());
  ASSERT_THAT(engine, IsOk());
  unsetenv("DOCKER_TLS_VERIFY");
  setenv("DOCKER_CONFIG", folder.path().c_str(), 1);
  const std::string endpoint =
      absl::StrCat("host=", (*engine)->tls_host(), ",ca=", folder.path(),
                   "/ca.pem,cert=", folder.path(),
                   "/cert.pem,key=", folder.path(), "/key.pem");
  const auto created = RunSubprocess(
      Limit(),
      {"docker", "context", "create", "behind-tls", "--docker", endpoint});
  ASSERT_THAT(created, IsOk());
  ASSERT_EQ(created->exit_code, 0) << created->stderr_text;
  const auto client = ConnectToEngine({.context = "behind-tls"});
  ASSERT_THAT(client, IsOk());
  EXPECT_EQ((*client)->host(), (*engine)->tls_host());
  EXPECT_THAT((*client)->Version(Limit()), IsOk());
}

}  // namespace

std::unique_ptr<ContractEngine> MakeContractEngine() {
  return std::make_unique<TlsContractEngine>();
}

}  // namespace minidcos
