// Bouncer, the identity and access manager: who may log in, and who has.
//
// Every master keeps users of its own: who adds a user and who logs in have to
// talk to the same master.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_BOUNCER_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_BOUNCER_H_

#include <map>
#include <mutex>
#include <string>

#include "absl/strings/string_view.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {

class Bouncer {
 public:
  // Users outlive the process in the file `users_path`; tokens do not.
  explicit Bouncer(std::string users_path);

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
  // The user who may log in so; empty if nobody may. With mutex_ held.
  std::string Authenticate(const Login& login);
  bool IsValid(const std::string& token);
  void SaveUsers();

  const std::string users_path_;
  std::mutex mutex_;
  // To the hash of the password; empty without one. Guarded by mutex_.
  std::map<std::string, std::string> users_;
  // To the user. Guarded by mutex_.
  std::map<std::string, std::string> tokens_;
};

// The `email` in the claims of the JWT `token`; empty if there is none.
std::string EmailOf(absl::string_view token);

// The service, port 8101 of 127.0.0.1.
int BouncerMain();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_BOUNCER_H_
