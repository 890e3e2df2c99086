// Bouncer of the enterprise variant: begins with a superuser, and tells of
// users and permissions only who has logged in.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_ENTERPRISE_BOUNCER_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_ENTERPRISE_BOUNCER_H_

#include <string>

#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/services/bouncer.h"
#include "testing/sample_dcos/services/user_store.h"

namespace minidcos::sample {

class EnterpriseBouncer {
 public:
  // Adds the superuser of the configuration unless `users` has that one.
  EnterpriseBouncer(UserStore& users, const std::string& superuser,
                    const std::string& password_hash);

  // What Bouncer answers, and GET /acs/api/v1/acls. All but the log-in is a 401
  // with `WWW-Authenticate: acsjwt` without a token.
  void Handle(HttpExchange& exchange);

 private:
  UserStore& users_;
  Bouncer bouncer_;
};

// ServeBouncer() of an EnterpriseBouncer.
int EnterpriseBouncerMain();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_ENTERPRISE_BOUNCER_H_
