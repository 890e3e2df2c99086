#include "common/cluster/node_keys.h"

#include <unistd.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/base/tar.h"
#include "common/cluster/node_file.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::StatusOr<KeyPair> MakeKeyPair(const Context& ctx, const std::string& path,
                                    const std::string& comment) {
  // Or ssh-keygen would ask whether it may.
  unlink(path.c_str());
  const absl::StatusOr<SubprocessResult> result =
      RunSubprocess(ctx, {"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C",
                          comment, "-f", path});
  if (absl::IsNotFound(result.status())) {
    return absl::FailedPreconditionError(
        "ssh-keygen is missing: install the OpenSSH client (on Debian the "
        "package 'openssh-client')");
  }
  RETURN_IF_ERROR(result.status());
  if (result->exit_code != 0) {
    absl::Status failed = absl::UnknownError("ssh-keygen failed");
    SetOutput(failed, absl::StrCat(result->stdout_text, result->stderr_text));
    return failed;
  }
  KeyPair pair;
  ASSIGN_OR_RETURN(pair.private_key, ReadFile(path));
  ASSIGN_OR_RETURN(pair.public_key, ReadFile(path + ".pub"));
  return pair;
}

absl::StatusOr<std::string> NodeKeysTar(const KeyPair& host_key,
                                        absl::string_view authorized_key,
                                        const std::vector<NodeFile>& others) {
  TarWriter tar;
  tar.AddFile("root/.ssh/authorized_keys", authorized_key, 0600);
  tar.AddFile("etc/ssh/ssh_host_ed25519_key", host_key.private_key, 0600);
  tar.AddFile("etc/ssh/ssh_host_ed25519_key.pub", host_key.public_key, 0644);
  for (const NodeFile& file : others) {
    tar.AddFile(std::string(absl::StripPrefix(file.path, "/")), file.content,
                0644);
  }
  return tar.Finish();
}

}  // namespace minidcos
