#include "testing/sample_dcos/services/enterprise_bouncer.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/status/status_macros.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/sample_dcos/services/bouncer.h"
#include "testing/sample_dcos/services/enterprise_config.h"
#include "testing/sample_dcos/services/service.h"
#include "testing/sample_dcos/services/user_store.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

constexpr absl::string_view kAcls = "/acs/api/v1/acls";

// The permissions that a fresh cluster knows, some of them.
std::string AclsJson() {
  Acls acls;
  for (const char* rid : {"dcos:adminrouter:ops:metadata", "dcos:superuser"}) {
    Acls::Acl& acl = *acls.add_array();
    acl.set_rid(rid);
    acl.set_url(absl::StrCat(kAcls, "/", rid));
    acl.set_description(rid);
  }
  return ToJson(acls);
}

absl::StatusOr<int> Serve() {
  ASSIGN_OR_RETURN(const EnterpriseConfig config, ReadEnterpriseConfig());
  return ServeBouncer([&config](UserStore& users) -> HttpHandler {
    return [bouncer = EnterpriseBouncer(users, config.superuser_username(),
                                        config.superuser_password_hash())](
               HttpExchange& exchange) mutable { bouncer.Handle(exchange); };
  });
}

}  // namespace

EnterpriseBouncer::EnterpriseBouncer(UserStore& users,
                                     const std::string& superuser,
                                     const std::string& password_hash)
    : users_(users), bouncer_(users) {
  users.Add(superuser, password_hash);
}

void EnterpriseBouncer::Handle(HttpExchange& exchange) {
  const std::string& path = exchange.request().path;
  const bool open = path == "/acs/api/v1/auth/login" ||
                    absl::StartsWith(path, "/sample/tokens/");
  const std::string header = exchange.request().Header("authorization");
  if (!open &&
      !users_.IsValid(std::string(absl::StripPrefix(header, "token=")))) {
    return exchange.Respond(
        401, "Unauthorized\n",
        {{"Content-Type", "text/plain"}, {"WWW-Authenticate", "acsjwt"}});
  }
  if (path == kAcls) return RespondJson(exchange, AclsJson());
  bouncer_.Handle(exchange);
}

int EnterpriseBouncerMain() { return ExitCodeOf(Serve()); }

}  // namespace minidcos::sample
