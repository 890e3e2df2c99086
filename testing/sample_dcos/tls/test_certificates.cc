#include "testing/sample_dcos/tls/test_certificates.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/subprocess.h"
#include "common/status/status_macros.h"

namespace minidcos::sample {
namespace {

constexpr char kScript[] = R"(
set -o errexit
cd "$1"
# root NAME OPTION...
root() {
  openssl req -x509 -nodes -days 2 -subj "/CN=$1" -keyout $1.key -out $1.crt \
    -addext keyUsage=critical,keyCertSign "${@:2}"
}
# signed NAME ISSUER IS_CA
signed() {
  openssl req -new -newkey rsa:2048 -nodes -subj "/CN=$1" -keyout $1.key -out $1.csr
  openssl x509 -req -in $1.csr -CA $2.crt -CAkey $2.key -CAcreateserial -days 2 \
    -extfile <(printf '%s\n' "basicConstraints=critical,CA:$3" \
      keyUsage=critical,keyCertSign) -out $1.crt
}
root root -newkey rsa:2048
root other -newkey rsa:2048
root ec -newkey ec -pkeyopt ec_paramgen_curve:P-256
signed middle root TRUE
signed low middle TRUE
signed leaf root FALSE
)";

}  // namespace

absl::Status MakeTestCertificates(const std::string& folder) {
  ASSIGN_OR_RETURN(
      const SubprocessResult result,
      RunSubprocess(Context(), {"bash", "-c", kScript, "bash", folder}));
  return result.exit_code == 0 ? absl::OkStatus()
                               : absl::InternalError(result.stderr_text);
}

}  // namespace minidcos::sample
