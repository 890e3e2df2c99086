#include "testing/sample_dcos/base/password.h"

#include <crypt.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/random_id.h"

namespace minidcos::sample {
namespace {

// By the method and salt of `setting`, which may be a hash. "*" and something,
// which is the hash of nothing, if it is no setting.
std::string Hash(const std::string& password, const std::string& setting) {
  crypt_data data = {};
  const char* hash = crypt_r(password.c_str(), setting.c_str(), &data);
  return hash == nullptr ? "*0" : hash;
}

}  // namespace

std::string HashPassword(const std::string& password, int rounds) {
  return Hash(password, absl::StrCat("$6$rounds=", rounds, "$", RandomHex(16)));
}

bool IsHashOf(const std::string& hash, const std::string& password) {
  const std::string found = Hash(password, hash);
  return found[0] != '*' && found == hash;
}

}  // namespace minidcos::sample
