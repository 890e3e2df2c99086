// Where the secrets of a line are: the patterns behind redact.h.

#ifndef MINIDCOS_COMMON_BASE_FIND_SECRETS_H_
#define MINIDCOS_COMMON_BASE_FIND_SECRETS_H_

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"

namespace minidcos {

// A secret, and where begins what gives it away.
struct Secret {
  size_t context = 0;
  size_t begin = 0;
  size_t end = 0;
};

// The secrets of `line`, in order; none overlaps another.
std::vector<Secret> FindSecrets(absl::string_view line);

// What a line says of those below it.
enum class Below {
  kNothing,
  // A private key, up to a line with "-----END ".
  kPrivateKey,
  // A secret's value: what is indented more than the line.
  kBlock,
  // A secret's value on the next line.
  kNextLine,
  // A secret's value in a member "value" (IsValueMember) of the same object.
  kValueMember,
};
Below SecretBelow(absl::string_view line);

// Whether `line` is `"value": ...`, or the same in YAML.
bool IsValueMember(absl::string_view line);

// Whether `name` is that of a secret: "superuser_password_hash", "api-token".
bool IsSecretName(absl::string_view name);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_FIND_SECRETS_H_
