#include "common/vpn/vpn_keys.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

class VpnKeysTest : public testing::Test {
 protected:
  VpnKeysTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "vpn-keys-")),
        keys_(*MakeVpnKeys()) {}

  std::string File(const std::string& name, const std::string& content) const {
    const std::string path = absl::StrCat(folder_.path(), "/", name);
    EXPECT_THAT(WriteFile(path, content, 0600), IsOk());
    return path;
  }

  // Whether the openssl program takes `certificate`, strictly read, for one
  // that `ca` has signed for `purpose`.
  bool IsValid(const std::string& certificate, const std::string& ca,
               const std::string& purpose) const {
    const auto result = RunSubprocess(
        Context(), {"openssl", "verify", "-x509_strict", "-purpose", purpose,
                    "-CAfile", File("ca", ca), File("own", certificate)});
    EXPECT_THAT(result, IsOk());
    return result->exit_code == 0;
  }

  std::string PublicKey(const std::string& command,
                        const std::string& pem) const {
    const auto result = RunSubprocess(
        Context(), {"sh", "-c", absl::StrCat("openssl ", command, " <\"$1\""),
                    "sh", File("pem", pem)});
    EXPECT_THAT(result, IsOk());
    EXPECT_EQ(result->exit_code, 0) << result->stderr_text;
    return result->stdout_text;
  }

  const ScopedFolder folder_;
  const VpnKeys keys_;
};

TEST_F(VpnKeysTest, AreForAServerAndAClientThatCannotPassForEachOther) {
  const std::string& ca = keys_.ca_certificate;
  EXPECT_TRUE(IsValid(keys_.server_certificate, ca, "sslserver"));
  EXPECT_FALSE(IsValid(keys_.server_certificate, ca, "sslclient"));
  EXPECT_TRUE(IsValid(keys_.client_certificate, ca, "sslclient"));
  EXPECT_FALSE(IsValid(keys_.client_certificate, ca, "sslserver"));
}

TEST_F(VpnKeysTest, BelongToTheirCertificates) {
  EXPECT_EQ(PublicKey("x509 -noout -pubkey", keys_.server_certificate),
            PublicKey("pkey -pubout", keys_.server_key));
  EXPECT_EQ(PublicKey("x509 -noout -pubkey", keys_.client_certificate),
            PublicKey("pkey -pubout", keys_.client_key));
}

TEST_F(VpnKeysTest, AreFreshEachTime) {
  const auto others = MakeVpnKeys();
  ASSERT_THAT(others, IsOk());
  EXPECT_FALSE(
      IsValid(others->client_certificate, keys_.ca_certificate, "sslclient"));
  EXPECT_NE(others->client_key, keys_.client_key);
  EXPECT_NE(others->server_key, keys_.server_key);
}

}  // namespace
}  // namespace minidcos
