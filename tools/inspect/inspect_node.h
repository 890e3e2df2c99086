// What there is to know of one node.

#ifndef MINIDCOS_TOOLS_INSPECT_INSPECT_NODE_H_
#define MINIDCOS_TOOLS_INSPECT_INSPECT_NODE_H_

#include "common/docker/engine.pb.h"
#include "common/node/node.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {

// `node`, of which the engine says `container`: all but docker_version, which
// only the node itself can tell.
InspectedNode InspectNode(const Node& node,
                          const docker::ContainerDetails& container);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_INSPECT_INSPECT_NODE_H_
