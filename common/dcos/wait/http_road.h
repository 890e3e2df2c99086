// How requests get to the web services of a master.
//
// From this machine (direct_road.h) if the node's address leads to it, else
// from inside the master (node_road.h): the addresses of containers are within
// reach of their engine's machine alone, and not even of that where the engine
// runs in a virtual machine, as on macOS.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_HTTP_ROAD_H_
#define MINIDCOS_COMMON_DCOS_WAIT_HTTP_ROAD_H_

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/http/http_message.h"

namespace minidcos {

class HttpRoad {
 public:
  virtual ~HttpRoad() = default;

  // Sends `request`, whole in memory, and waits for the whole response, of
  // whatever status; no redirect is followed. Fails with ctx.Check() as soon as
  // `ctx` ends, and with the bare cause for all else that keeps an answer from
  // us.
  virtual absl::StatusOr<HttpResponse> Send(const Context& ctx,
                                            const HttpRequest& request) = 0;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_HTTP_ROAD_H_
