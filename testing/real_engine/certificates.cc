#include "testing/real_engine/certificates.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/subprocess.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// $1: subjectAltName of the server.
constexpr char kScript[] = R"(set -eu
cat >openssl.cnf <<END
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
[leaf]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = $1
END
make() {
  openssl req -x509 -config openssl.cnf -newkey ec \
    -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "$@"
}
make -extensions authority -subj /CN=authority -keyout ca-key.pem -out ca.pem
make -CA ca.pem -CAkey ca-key.pem -extensions leaf -subj /CN=server \
  -keyout server-key.pem -out server-cert.pem
make -CA ca.pem -CAkey ca-key.pem -extensions leaf -subj /CN=client \
  -keyout key.pem -out cert.pem
)";

}  // namespace

absl::Status MakeCertificates(const Context& ctx, const std::string& folder,
                              const std::string& server) {
  ASSIGN_OR_RETURN(const SubprocessResult result,
                   RunSubprocess(ctx, {"sh", "-c", kScript, "sh", server},
                                 {.directory = folder}));
  if (result.exit_code == 0) return absl::OkStatus();
  absl::Status status = absl::UnknownError("openssl failed");
  SetOutput(status, result.stderr_text);
  return status;
}

}  // namespace minidcos
