#include "tools/wait_flags.h"

#include <vector>

#include "common/cli/flags.h"

namespace minidcos {

std::vector<Flag> WaitForDcosFlags(WaitFlags& flags) {
  return {{.name = "skip-http-checks",
           .target = &flags.options.skip_http_checks,
           .help = "leave out the checks over HTTP: only those that DC/OS has "
                   "for its masters"},
          {.name = "timeout",
           .target = &flags.timeout,
           .value = "DURATION",
           .help = "how long to wait at most"}};
}

}  // namespace minidcos
