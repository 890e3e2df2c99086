// What a DC/OS master has to answer before the cluster counts as ready: the
// requests by which DC/OS's own integration tests decide it
// (https://github.com/dcos/dcos-test-utils, dcos_api.py, wait_for_dcos).

#ifndef MINIDCOS_COMMON_DCOS_WAIT_HTTP_CHECKS_H_
#define MINIDCOS_COMMON_DCOS_WAIT_HTTP_CHECKS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/dcos/wait/http_session.h"
#include "common/node/node.h"

namespace minidcos {

struct HttpCheck {
  // What is waited for, such as "Marathon".
  absl::string_view name;
  // OK if it is there; else an error that says what was seen instead.
  std::function<absl::Status(const Context&)> look;
};

// The checks of a cluster of `nodes`, in the order in which they come true.
// They use `session`, which must outlive them. Reached it must be already: that
// an Admin Router answers at all is the first of the original's.
std::vector<HttpCheck> HttpChecks(HttpSession& session,
                                  const std::vector<Node>& nodes,
                                  bool is_enterprise);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_HTTP_CHECKS_H_
