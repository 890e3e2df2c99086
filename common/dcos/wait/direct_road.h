// Requests made by this machine.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_DIRECT_ROAD_H_
#define MINIDCOS_COMMON_DCOS_WAIT_DIRECT_ROAD_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/dcos/wait/http_road.h"
#include "common/node/node.h"

namespace minidcos {

// A road from this machine to the server at `url`, such as
// "https://172.17.0.2", of which is known that it answers on `node`. A server
// of https is to be vouched for by one of `authorities`, in PEM format. Null if
// there is no such road: within two seconds no connection comes about, or one
// that the node does not see, since on this machine that address is somebody
// else's.
// Fails if `ctx` ends, or if the node cannot be asked.
absl::StatusOr<std::unique_ptr<HttpRoad>> FindDirectRoad(
    const Context& ctx, const Node& node, const std::string& url,
    const std::string& authorities);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_DIRECT_ROAD_H_
