#include "tools/superuser_flags.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/strip.h"
#include "common/base/files.h"
#include "common/base/utf8.h"
#include "common/cli/flags.h"
#include "common/dcos/superuser.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {

std::vector<Flag> SuperuserFlags(SuperuserFlagValues& values) {
  return {{.name = "superuser-username",
           .target = &values.superuser.username,
           .value = "NAME",
           .help = "the superuser of DC/OS Enterprise"},
          {.name = "superuser-password",
           .target = &values.superuser.password,
           .value = "PASSWORD",
           .help = "the superuser's password; others on this machine can read "
                   "it in the list of processes",
           .environment = "MINIDCOS_SUPERUSER_PASSWORD"},
          {.name = "superuser-password-file",
           .target = &values.password_file,
           .value = "FILE",
           .help = "a file that holds it; counts before the other two"}};
}

absl::StatusOr<Superuser> ReadSuperuserFlags(
    const SuperuserFlagValues& values) {
  Superuser superuser = values.superuser;
  if (!values.password_file.empty()) {
    absl::StatusOr<std::string> text = ReadFile(values.password_file);
    if (!text.ok()) {
      return Annotate(text.status(), "flag '--superuser-password-file'");
    }
    superuser.password = std::string(absl::StripSuffix(*text, "\n"));
  }
  if (superuser.username.empty()) {
    return absl::InvalidArgumentError("the superuser's name is empty");
  }
  if (superuser.password.empty()) {
    return absl::InvalidArgumentError("the superuser's password is empty");
  }
  if (!IsUtf8(superuser.username) || !IsUtf8(superuser.password)) {
    return absl::InvalidArgumentError(
        "the superuser's name or password is not UTF-8");
  }
  return superuser;
}

}  // namespace minidcos
