#include "testing/sample_dcos/services/enterprise_admin_router.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/sample_dcos/services/admin_router.h"
#include "testing/sample_dcos/services/certificate_authority.h"
#include "testing/sample_dcos/services/enterprise_config.h"
#include "testing/sample_dcos/services/service.h"
#include "testing/sample_dcos/tls/certificates.h"
#include "testing/sample_dcos/tls/tls_proxy.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

constexpr char kFiles[] = "/opt/mesosphere/etc";
constexpr absl::string_view kCaPath = "/ca/dcos-ca.crt";

void RespondFile(HttpExchange& exchange, const std::string& path,
                 const std::string& type) {
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) return RespondText(exchange, 404, "not found");
  exchange.Respond(200, *content, {{"Content-Type", type}});
}

absl::StatusOr<Identity> ReadIdentity() {
  ASSIGN_OR_RETURN(std::string certificates, ReadFile(kAdminRouterCertificate));
  ASSIGN_OR_RETURN(std::string key, ReadFile(kAdminRouterKey));
  return Identity{.certificates = std::move(certificates),
                  .key = std::move(key)};
}

// What the port for TLS needs, as long as it is open.
struct TlsPort {
  std::unique_ptr<HttpServer> server;
  std::unique_ptr<TlsProxy> proxy;
};

absl::StatusOr<TlsPort> ListenTls(int port, HttpHandler handler) {
  ASSIGN_OR_RETURN(const Identity identity, ReadIdentity());
  TlsPort tls;
  ASSIGN_OR_RETURN(tls.server,
                   HttpServer::ListenTcp("127.0.0.1", 0, std::move(handler)));
  ASSIGN_OR_RETURN(tls.proxy, TlsProxy::Listen("0.0.0.0", port, identity,
                                               tls.server->port()));
  return tls;
}

absl::StatusOr<int> Serve() {
  ASSIGN_OR_RETURN(const EnterpriseConfig config, ReadEnterpriseConfig());
  const EnterpriseAdminRouter router(Upstreams(), kFiles, kCaBundle,
                                     config.security());
  TlsPort tls;
  if (config.security() != "disabled") {
    ASSIGN_OR_RETURN(tls, ListenTls(443, [&router](HttpExchange& exchange) {
                       router.Handle(exchange);
                     }));
  }
  return ServeTcp(
      80, [&router](HttpExchange& exchange) { router.HandlePlain(exchange); });
}

}  // namespace

EnterpriseAdminRouter::EnterpriseAdminRouter(Upstreams upstreams,
                                             const std::string& files,
                                             std::string ca_bundle,
                                             std::string security)
    : router_(std::move(upstreams), files, "acsjwt"),
      files_(files),
      ca_bundle_(std::move(ca_bundle)),
      security_(std::move(security)) {}

void EnterpriseAdminRouter::Handle(HttpExchange& exchange) const {
  const std::string& path = exchange.request().path;
  if (path == kCaPath) {
    return RespondFile(exchange, ca_bundle_, "application/x-x509-ca-cert");
  }
  if (path == "/dcos-metadata/bootstrap-config.json") {
    if (!router_.Admits(exchange)) return;
    return RespondFile(exchange, absl::StrCat(files_, "/bootstrap-config.json"),
                       "application/json");
  }
  router_.Handle(exchange);
}

void EnterpriseAdminRouter::HandlePlain(HttpExchange& exchange) const {
  const HttpServerRequest& request = exchange.request();
  const bool redirects = (security_ == "permissive" && request.path == "/") ||
                         (security_ == "strict" && request.path != kCaPath);
  if (!redirects) return Handle(exchange);
  // 307 keeps the method.
  exchange.Respond(
      307, "",
      {{"Location",
        absl::StrCat("https://", request.Header("host"), TargetOf(request))}});
}

int EnterpriseAdminRouterMain() { return ExitCodeOf(Serve()); }

}  // namespace minidcos::sample
