// The form in which DC/OS Enterprise is told its superuser's password.

#ifndef MINIDCOS_COMMON_DCOS_CONFIG_PASSWORD_HASH_H_
#define MINIDCOS_COMMON_DCOS_CONFIG_PASSWORD_HASH_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// The SHA-512-crypt hash of `password` for the key superuser_password_hash,
// "$6$rounds=656000$<salt>$<hash>", with a salt of its own each time. Rounds
// are as many as DC/OS's own `--hash-password` takes (passlib's default), about
// 0.2 s of work. kInvalidArgument for a password that has a zero byte or 512
// bytes and more, which no crypt takes.
absl::StatusOr<std::string> HashPassword(absl::string_view password);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_CONFIG_PASSWORD_HASH_H_
