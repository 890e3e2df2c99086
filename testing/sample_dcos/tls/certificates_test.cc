#include "testing/sample_dcos/tls/certificates.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/tls/test_certificates.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::HasSubstr;

auto Refuses(const std::string& message) {
  return StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(message));
}

// One set of certificates for all tests: keys take their time.
class Certificates : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new ScopedFolder(
        *ScopedFolder::Make(TemporaryDirectory(), "certificates-"));
    ASSERT_THAT(MakeTestCertificates(folder_->path()), IsOk());
  }
  static void TearDownTestSuite() { delete folder_; }

  static std::string Read(const std::string& name) {
    return *ReadFile(absl::StrCat(folder_->path(), "/", name));
  }
  static std::string Path(const std::string& name, const std::string& content) {
    const std::string path = absl::StrCat(folder_->path(), "/", name);
    EXPECT_THAT(WriteFile(path, content, 0600), IsOk());
    return path;
  }

  // That openssl takes `identity` for a server at 10.0.0.7, trusting `ca`.
  static void ExpectVerified(const Identity& identity, const std::string& ca) {
    const std::string path = Path("issued.crt", identity.certificates);
    const auto result = RunSubprocess(
        Context(), {"openssl", "verify", "-x509_strict", "-purpose",
                    "sslserver", "-verify_ip", "10.0.0.7", "-CAfile",
                    Path("ca.crt", ca), "-untrusted", path, path});
    ASSERT_THAT(result, IsOk());
    EXPECT_EQ(result->exit_code, 0) << result->stderr_text;
  }

  static inline ScopedFolder* folder_;
};

TEST_F(Certificates, OfAnAuthorityOfOurOwnVouchForAServer) {
  const auto authority = MakeAuthority("Root");
  ASSERT_THAT(authority, IsOk());
  EXPECT_THAT(CheckAuthority(authority->certificates), IsOk());
  EXPECT_THAT(CheckKey(authority->certificates, authority->key), IsOk());
  EXPECT_TRUE(IsSelfSigned(authority->certificates));
  const auto issued = IssueServerIdentity(*authority, "server", "10.0.0.7");
  ASSERT_THAT(issued, IsOk());
  ExpectVerified(*issued, authority->certificates);
  EXPECT_THAT(CheckKey(issued->certificates, issued->key), IsOk());
}

TEST_F(Certificates, OfAnIntermediateAuthorityLeadToTheRoot) {
  const Identity authority = {
      .certificates = absl::StrCat(Read("low.crt"), Read("middle.crt")),
      .key = Read("low.key")};
  const auto issued = IssueServerIdentity(authority, "server", "10.0.0.7");
  ASSERT_THAT(issued, IsOk());
  ExpectVerified(*issued, Read("root.crt"));
}

TEST_F(Certificates, NeedAnAuthorityThatCanBeRead) {
  EXPECT_THAT(IssueServerIdentity({.certificates = Read("root.crt"), .key = ""},
                                  "server", "10.0.0.7"),
              Refuses("cannot be read"));
}

TEST_F(Certificates, OfAnAuthorityAreToldFromOthers) {
  EXPECT_THAT(CheckAuthority(Read("root.crt")), IsOk());
  EXPECT_THAT(CheckAuthority(Read("middle.crt")), IsOk());
  EXPECT_THAT(CheckAuthority("nonsense"), Refuses("Found 0"));
  EXPECT_THAT(CheckAuthority(Read("root.crt") + Read("other.crt")),
              Refuses("Found 2"));
  EXPECT_THAT(CheckAuthority(Read("leaf.crt")), Refuses("of a CA"));
  EXPECT_THAT(CheckAuthority(Read("ec.crt")), Refuses("RSA"));
}

TEST_F(Certificates, HaveAKeyOfTheirOwn) {
  EXPECT_THAT(CheckKey(Read("root.crt"), Read("root.key")), IsOk());
  EXPECT_THAT(CheckKey(Read("root.crt"), Read("other.key")),
              Refuses("key of the CA certificate"));
  EXPECT_THAT(CheckKey(Read("root.crt"), "nonsense"), Refuses("PEM"));
}

TEST_F(Certificates, InAChainSignOneAnother) {
  const std::string chain = Read("middle.crt") + Read("root.crt");
  EXPECT_THAT(CheckChain(Read("low.crt"), chain), IsOk());
  EXPECT_THAT(CheckChain(Read("middle.crt"), Read("root.crt")), IsOk());
  EXPECT_THAT(
      CheckChain(Read("low.crt"), Read("root.crt") + Read("middle.crt")),
      Refuses("the one before it"));
  EXPECT_THAT(CheckChain(Read("low.crt"), Read("middle.crt")),
              Refuses("root CA certificate"));
  EXPECT_THAT(CheckChain(Read("low.crt"), ""), Refuses("root CA certificate"));
}

TEST_F(Certificates, OfARootAreSelfSigned) {
  EXPECT_TRUE(IsSelfSigned(Read("root.crt")));
  EXPECT_FALSE(IsSelfSigned(Read("middle.crt")));
  EXPECT_FALSE(IsSelfSigned(""));
}

}  // namespace
}  // namespace minidcos::sample
