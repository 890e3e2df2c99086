// The users of the cluster, and who of them has logged in. Every master keeps
// all of it and tells the others what changes, so that each of them can let
// people in when another one is gone. (The real one has CockroachDB for this.)

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_USER_STORE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_USER_STORE_H_

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {

class UserStore {
 public:
  // Outlives the process in the file `path`. `others` are the addresses where
  // those of the other masters Handle() what this one sends.
  UserStore(std::string path, std::vector<std::string> others);

  // False if there is a user `uid`. `hash` is of the password; empty without
  // one. What changes here is at the masters that answer when this returns.
  bool Add(const std::string& uid, const std::string& hash);

  // False if there is none.
  bool Remove(const std::string& uid);

  // The hash of the password; nothing if there is no such user.
  std::optional<std::string> FindHash(const std::string& uid);

  // Users to the hashes of their passwords.
  std::map<std::string, std::string> Users();

  // A token of the user `uid`, valid while there is one of that name.
  std::string NewToken(const std::string& uid);
  bool IsValid(const std::string& token);

  // Takes what the others have that is newer, where one answers.
  void AskOthers();

  // GET /sample/iam: everything. POST: what another one has.
  void Handle(HttpExchange& exchange);

 private:
  void Merge(const IamState& state);
  // With mutex_ held.
  void Change(const std::string& uid, const std::string& hash, bool removed);
  bool Has(const std::string& uid) const;
  std::string State() const;
  void Save();
  // Without it.
  void TellOthers();

  const std::string path_;
  const std::vector<std::string> others_;
  std::mutex mutex_;
  // By user; those that were removed too, so that nobody brings them back.
  // Guarded by mutex_.
  std::map<std::string, Account> accounts_;
  // To the user. Guarded by mutex_.
  std::map<std::string, std::string> tokens_;
};

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_USER_STORE_H_
