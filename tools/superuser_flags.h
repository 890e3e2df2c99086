// The flags that say who the superuser of DC/OS Enterprise is.
//
//   SuperuserFlagValues values;
//   ... .flags = {{"DC/OS Enterprise", SuperuserFlags(values)}} ...
//   ASSIGN_OR_RETURN(const Superuser superuser, ReadSuperuserFlags(values));

#ifndef MINIDCOS_TOOLS_SUPERUSER_FLAGS_H_
#define MINIDCOS_TOOLS_SUPERUSER_FLAGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/cli/flags.h"
#include "common/dcos/superuser.h"

namespace minidcos {

struct SuperuserFlagValues {
  Superuser superuser;
  std::string password_file;
};

// Flags that set `values`, which must outlive their reading. The password of
// --superuser-password-file counts before that of --superuser-password, which
// everybody on the machine can read in the list of processes; that counts
// before $MINIDCOS_SUPERUSER_PASSWORD.
std::vector<Flag> SuperuserFlags(SuperuserFlagValues& values);

// The superuser that `values` mean. Of the file, one newline at its end is no
// part of the password. kInvalidArgument if the name or the password is empty
// or not UTF-8; the error of ReadFile() if the file cannot be read.
absl::StatusOr<Superuser> ReadSuperuserFlags(const SuperuserFlagValues& values);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_SUPERUSER_FLAGS_H_
