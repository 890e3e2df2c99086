// A checkout of DC/OS's source, and what of it goes onto masters.

#ifndef MINIDCOS_COMMON_DCOS_SYNC_CHECKOUT_H_
#define MINIDCOS_COMMON_DCOS_SYNC_CHECKOUT_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/dcos/installer/installer.h"

namespace minidcos {

struct Checkout {
  std::string path;
  // Only enterprise has packages/upstream.json.
  DcosVariant variant = DcosVariant::kOpen;
};

// Looks at the folder `path`. kInvalidArgument, with what is missing, if it is
// no checkout of DC/OS.
absl::StatusOr<Checkout> OpenCheckout(const std::string& path);

// A tar of `checkout` for a cluster of `variant`, some megabytes: tests/, what
// goes into the folder of the integration tests; bootstrap/, the code
// dcos_internal_utils; at last the empty file end. What Python, pytest and git
// keep for themselves is left out; links are followed.
//
// The tests of open DC/OS for an enterprise cluster go where its build puts
// them: into open_source_tests/, without conftest.py, for enterprise has its
// own, and with their util/ beside that folder; there is no bootstrap/.
//
// kInvalidArgument, naming it, for what cannot be read.
absl::StatusOr<std::string> PackCheckout(const Context& ctx,
                                         const Checkout& checkout,
                                         DcosVariant variant);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_SYNC_CHECKOUT_H_
