#include "testing/sample_dcos/services/certificate_authority.h"

#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/services/served.h"
#include "testing/sample_dcos/tls/certificates.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kKey[] = "/var/lib/dcos/pki/tls/CA/private/custom_ca.key";

// A node in a folder.
class CertificateAuthorityTest : public testing::Test {
 protected:
  std::string root() const { return folder_->path(); }
  void Write(const std::string& path, const std::string& content) {
    const std::filesystem::path file = root() + path;
    std::filesystem::create_directories(file.parent_path());
    ASSERT_THAT(WriteFile(file, content, 0600), IsOk());
  }
  mode_t ModeOf(const std::string& path) {
    struct stat status = {};
    EXPECT_EQ(stat((root() + path).c_str(), &status), 0) << path;
    return status.st_mode & 07777;
  }

  absl::StatusOr<ScopedFolder> folder_ =
      ScopedFolder::Make(TemporaryDirectory(), "node-");
};

TEST_F(CertificateAuthorityTest, IsMadeOnce) {
  const auto made = EnsureOwnAuthority(root());
  ASSERT_THAT(made, IsOk());
  const auto again = EnsureOwnAuthority(root());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(made->certificates, again->certificates);
  EXPECT_EQ(made->key, again->key);
  EXPECT_EQ(ModeOf("/var/lib/dcos/pki/tls/CA/private/ca.key"), 0600u);
}

TEST_F(CertificateAuthorityTest, IsTheConfiguredOneWithItsKey) {
  EXPECT_THAT(FindCustomAuthority(root()),
              StatusIs(absl::StatusCode::kNotFound));
  const auto custom = MakeAuthority("Custom");
  ASSERT_THAT(custom, IsOk());
  Write("/opt/mesosphere/etc/custom_ca.crt", custom->certificates);
  EXPECT_THAT(FindCustomAuthority(root()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("has to be at"), HasSubstr(kKey))));
  Write(kKey, MakeAuthority("Another")->key);
  EXPECT_THAT(FindCustomAuthority(root()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("Must be the key of the CA certificate")));
  Write(kKey, custom->key);
  const auto found = FindCustomAuthority(root());
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->certificates, custom->certificates);
}

TEST_F(CertificateAuthorityTest, SignsForMastersAlone) {
  const auto own = EnsureOwnAuthority(root());
  ASSERT_THAT(own, IsOk());
  const CertificateAuthority authority(*own, {"10.0.0.1", "10.0.0.2"});
  const Served served(
      [&authority](HttpExchange& exchange) { authority.Handle(exchange); });
  const auto identity =
      FromJson<MasterIdentity>(served.Get("/sample/identity?ip=10.0.0.2").body);
  ASSERT_THAT(identity, IsOk());
  EXPECT_EQ(identity->authority(), own->certificates);
  EXPECT_THAT(CheckKey(identity->certificates(), identity->key()), IsOk());
  EXPECT_EQ(served.Get("/sample/identity?ip=10.0.0.3").status, 404);
  EXPECT_EQ(served.Get("/nonsense").status, 404);
}

TEST_F(CertificateAuthorityTest, LeavesTheKeyToRoot) {
  MasterIdentity identity;
  identity.set_certificates("certificates");
  identity.set_key("key");
  identity.set_authority("authority");
  ASSERT_THAT(WriteMasterIdentity(root(), identity), IsOk());
  EXPECT_THAT(ReadFile(root() + kCaBundle), IsOkAndHolds("authority"));
  EXPECT_THAT(ReadFile(root() + kAdminRouterCertificate),
              IsOkAndHolds("certificates"));
  EXPECT_EQ(ModeOf(kAdminRouterKey), 0600u);
  EXPECT_EQ(ModeOf(kCaBundle), 0644u);
}

}  // namespace
}  // namespace minidcos::sample
