// Admin Router of the enterprise variant: over TLS as the security mode says,
// see
// https://archive-docs.d2iq.com/mesosphere/dcos/2.1/security/ent/#transport-layer-security-tls-encryption

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_ENTERPRISE_ADMIN_ROUTER_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_ENTERPRISE_ADMIN_ROUTER_H_

#include <string>

#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/services/admin_router.h"

namespace minidcos::sample {

class EnterpriseAdminRouter {
 public:
  // `security` is disabled, permissive or strict; `ca_bundle` the file that
  // clients have to trust.
  EnterpriseAdminRouter(Upstreams upstreams, const std::string& files,
                        std::string ca_bundle, std::string security);

  // What AdminRouter answers, with `acsjwt` for a challenge; beside it, to
  // anybody, /ca/dcos-ca.crt, and, to who has logged in,
  // /dcos-metadata/bootstrap-config.json.
  void Handle(HttpExchange& exchange) const;

  // The same for what has come without TLS: permissive security redirects `/`
  // to https, strict security everything but the CA's certificates.
  void HandlePlain(HttpExchange& exchange) const;

 private:
  const AdminRouter router_;
  const std::string files_;
  const std::string ca_bundle_;
  const std::string security_;
};

// The service, ports 80 and, unless security is disabled, 443 of a master.
int EnterpriseAdminRouterMain();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_ENTERPRISE_ADMIN_ROUTER_H_
