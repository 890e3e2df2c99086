// The certificate authority of the enterprise variant: vouches for the Admin
// Router of every master. One for the cluster: the custom one that is
// configured, else one that the first master makes and signs with for all.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_CERTIFICATE_AUTHORITY_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_CERTIFICATE_AUTHORITY_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/tls/certificates.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {

// What clients of the cluster have to trust, and what its Admin Router shows
// them; these paths are the real one's.
inline constexpr char kCaBundle[] = "/run/dcos/pki/CA/ca-bundle.crt";
inline constexpr char kAdminRouterCertificate[] =
    "/run/dcos/pki/tls/certs/adminrouter.crt";
inline constexpr char kAdminRouterKey[] =
    "/run/dcos/pki/tls/private/adminrouter.key";

class CertificateAuthority {
 public:
  CertificateAuthority(Identity authority, std::vector<std::string> masters);

  // For the Admin Router of the master at `ip`; kNotFound if there is none.
  absl::StatusOr<MasterIdentity> Issue(const std::string& ip) const;

  // GET /sample/identity?ip=IP.
  void Handle(HttpExchange& exchange) const;

 private:
  const Identity authority_;
  const std::vector<std::string> masters_;
};

// The configured authority, `root`/opt/mesosphere/etc/custom_ca.crt, with the
// key that the operator has put to every master, root's
// /var/lib/dcos/pki/tls/CA/private/custom_ca.key. kNotFound if none is
// configured; kFailedPrecondition if there is no key, or another one's.
absl::StatusOr<Identity> FindCustomAuthority(const std::string& root);

// The cluster's own authority, kept under `root`/var/lib/dcos/pki; made if it
// is not there yet.
absl::StatusOr<Identity> EnsureOwnAuthority(const std::string& root);

// Writes kCaBundle, kAdminRouterCertificate and kAdminRouterKey under `root`.
absl::Status WriteMasterIdentity(const std::string& root,
                                 const MasterIdentity& identity);

// The service, port 8888.
int CertificateAuthorityMain();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_CERTIFICATE_AUTHORITY_H_
