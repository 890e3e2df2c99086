// Requests made on a node itself, by its curl (which DC/OS needs on every
// node).

#ifndef MINIDCOS_COMMON_DCOS_WAIT_NODE_ROAD_H_
#define MINIDCOS_COMMON_DCOS_WAIT_NODE_ROAD_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/dcos/wait/http_road.h"
#include "common/http/http_message.h"
#include "common/node/node.h"

namespace minidcos {

class NodeRoad : public HttpRoad {
 public:
  // Servers of https are to be vouched for by one of `authorities`, in PEM
  // format.
  NodeRoad(Node node, std::string authorities)
      : node_(std::move(node)), authorities_(std::move(authorities)) {}

  // Takes every server of https for the one that is meant, as may be done where
  // the node asks itself.
  static NodeRoad WithoutVerifying(Node node);

  // As HttpRoad::Send() says. The request goes through curl's standard input:
  // no secret of it is in anybody's arguments. Its body must not begin with
  // '@', which curl would take for a file's name.
  absl::StatusOr<HttpResponse> Send(const Context& ctx,
                                    const HttpRequest& request) override;

 private:
  const Node node_;
  const std::string authorities_;
  bool verify_ = true;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_NODE_ROAD_H_
