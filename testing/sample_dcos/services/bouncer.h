// Bouncer, the identity and access manager: who may log in, and who has. It is
// the same at every master (user_store.h).

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_BOUNCER_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_BOUNCER_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/sample_dcos/services/user_store.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {

class Bouncer {
 public:
  explicit Bouncer(UserStore& users) : users_(users) {}

  // PUT, GET and DELETE /acs/api/v1/users/<uid>, GET /acs/api/v1/users;
  // POST /acs/api/v1/auth/login with the uid and password of a user made with a
  // password, or a JWT whose `email` is a user made without, or, while there
  // are no users at all, becomes the first one. Its signature is not looked at.
  // GET /sample/tokens/<token>: a 204 if somebody who is a user got it at a
  // login.
  void Handle(HttpExchange& exchange);

 private:
  void HandleUser(HttpExchange& exchange, const std::string& uid);
  void ListUsers(HttpExchange& exchange);
  void LogIn(HttpExchange& exchange);
  // The user who may log in so; empty if nobody may.
  std::string Authenticate(const Login& login);

  UserStore& users_;
};

// The `email` in the claims of the JWT `token`; empty if there is none.
std::string EmailOf(absl::string_view token);

// A service, port 8101 of 127.0.0.1, with the users that all masters share.
// `handler_of` makes what answers from them.
int ServeBouncer(const std::function<HttpHandler(UserStore&)>& handler_of);

// ServeBouncer() of a Bouncer.
int BouncerMain();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_BOUNCER_H_
