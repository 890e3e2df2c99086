#include "testing/sample_dcos/services/certificate_authority.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/base/put_file.h"
#include "testing/sample_dcos/node/http_client.h"
#include "testing/sample_dcos/node/local_node.h"
#include "testing/sample_dcos/services/service.h"
#include "testing/sample_dcos/tls/certificates.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

constexpr int kPort = 8888;
constexpr char kCustomCertificates[] = "/opt/mesosphere/etc/custom_ca.crt";
constexpr char kCustomKey[] = "/var/lib/dcos/pki/tls/CA/private/custom_ca.key";
constexpr char kOwnCertificate[] = "/var/lib/dcos/pki/tls/CA/certs/ca.crt";
constexpr char kOwnKey[] = "/var/lib/dcos/pki/tls/CA/private/ca.key";
// What the first master has signed for this one.
constexpr char kReceived[] = "/var/lib/dcos/pki/tls/received.json";

std::string AskFirstMaster(const LocalNode& node) {
  while (true) {
    const absl::StatusOr<HttpAnswer> answer =
        CallHttp({.address = absl::StrCat(node.masters.front(), ":", kPort),
                  .target = absl::StrCat("/sample/identity?ip=", node.ip)});
    if (answer.ok() && answer->status == 200) return answer->body;
    Context().WaitFor(absl::Milliseconds(500)).IgnoreError();
  }
}

absl::StatusOr<MasterIdentity> EnsureReceived(const LocalNode& node) {
  absl::StatusOr<std::string> json = ReadFile(kReceived);
  if (!json.ok()) {
    json = AskFirstMaster(node);
    RETURN_IF_ERROR(PutFile(kReceived, *json, 0600));
  }
  return FromJson<MasterIdentity>(*json);
}

// The authority that this master signs with itself; none if another one does.
absl::StatusOr<std::optional<Identity>> FindAuthority(const LocalNode& node) {
  absl::StatusOr<Identity> authority = FindCustomAuthority(/*root=*/"");
  if (absl::IsNotFound(authority.status())) {
    if (node.ip != node.masters.front()) return std::nullopt;
    authority = EnsureOwnAuthority(/*root=*/"");
  }
  RETURN_IF_ERROR(authority.status());
  return *std::move(authority);
}

absl::StatusOr<int> Serve() {
  ASSIGN_OR_RETURN(const LocalNode node, FindLocalNode());
  ASSIGN_OR_RETURN(const std::optional<Identity> signs, FindAuthority(node));
  const CertificateAuthority authority(signs.value_or(Identity()),
                                       node.masters);
  ASSIGN_OR_RETURN(const MasterIdentity identity, signs.has_value()
                                                      ? authority.Issue(node.ip)
                                                      : EnsureReceived(node));
  RETURN_IF_ERROR(WriteMasterIdentity(/*root=*/"", identity));
  return ServeTcp(kPort, [&authority](HttpExchange& exchange) {
    authority.Handle(exchange);
  });
}

}  // namespace

CertificateAuthority::CertificateAuthority(Identity authority,
                                           std::vector<std::string> masters)
    : authority_(std::move(authority)), masters_(std::move(masters)) {}

absl::StatusOr<MasterIdentity> CertificateAuthority::Issue(
    const std::string& ip) const {
  if (std::find(masters_.begin(), masters_.end(), ip) == masters_.end()) {
    return absl::NotFoundError(absl::StrCat("no master has address ", ip));
  }
  ASSIGN_OR_RETURN(
      const Identity issued,
      IssueServerIdentity(authority_, absl::StrCat("AdminRouter on ", ip), ip));
  MasterIdentity identity;
  identity.set_certificates(issued.certificates);
  identity.set_key(issued.key);
  identity.set_authority(authority_.certificates);
  return identity;
}

void CertificateAuthority::Handle(HttpExchange& exchange) const {
  if (exchange.request().path != "/sample/identity") {
    return RespondText(exchange, 404, "not found");
  }
  const absl::StatusOr<MasterIdentity> identity =
      Issue(exchange.request().Query("ip"));
  if (identity.ok()) return RespondJson(exchange, ToJson(*identity));
  RespondText(exchange, 404, identity.status().message());
}

absl::StatusOr<Identity> FindCustomAuthority(const std::string& root) {
  ASSIGN_OR_RETURN(std::string certificates,
                   ReadFile(root + kCustomCertificates));
  absl::StatusOr<std::string> key = ReadFile(root + kCustomKey);
  const absl::Status usable =
      key.ok() ? CheckKey(certificates, *key) : key.status();
  if (!usable.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the private key of the custom CA certificate has to be at ",
        kCustomKey, " on every master: ", usable.message()));
  }
  return Identity{.certificates = std::move(certificates),
                  .key = *std::move(key)};
}

absl::StatusOr<Identity> EnsureOwnAuthority(const std::string& root) {
  absl::StatusOr<std::string> certificate = ReadFile(root + kOwnCertificate);
  absl::StatusOr<std::string> key = ReadFile(root + kOwnKey);
  if (certificate.ok() && key.ok()) {
    return Identity{.certificates = *certificate, .key = *key};
  }
  ASSIGN_OR_RETURN(Identity made, MakeAuthority("DC/OS Root CA"));
  RETURN_IF_ERROR(PutFile(root + kOwnCertificate, made.certificates, 0644));
  RETURN_IF_ERROR(PutFile(root + kOwnKey, made.key, 0600));
  return made;
}

absl::Status WriteMasterIdentity(const std::string& root,
                                 const MasterIdentity& identity) {
  RETURN_IF_ERROR(PutFile(root + kCaBundle, identity.authority(), 0644));
  RETURN_IF_ERROR(
      PutFile(root + kAdminRouterCertificate, identity.certificates(), 0644));
  return PutFile(root + kAdminRouterKey, identity.key(), 0600);
}

int CertificateAuthorityMain() { return ExitCodeOf(Serve()); }

}  // namespace minidcos::sample
