// A container in which the files of a node can be looked at that does not run.

#ifndef MINIDCOS_COMMON_CLUSTER_BUNDLE_STAND_IN_H_
#define MINIDCOS_COMMON_CLUSTER_BUNDLE_STAND_IN_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/node/node.h"

namespace minidcos {

class StandIn {
 public:
  // Starts a container of the node's image that has the node's volumes,
  // read-only, and copies of a few small files; without privileges, network or
  // any program of the node's. It is labelled as ours (kSchemaLabel), but of no
  // cluster. `docker` must outlive it.
  static absl::StatusOr<std::unique_ptr<StandIn>> Make(const Context& ctx,
                                                       DockerClient& docker,
                                                       const Node& node);

  // Removes the container.
  ~StandIn();
  StandIn(const StandIn&) = delete;
  StandIn& operator=(const StandIn&) = delete;

  // Runs commands in it. Has the reference of the node it stands in for.
  const Node& node() const { return node_; }

 private:
  StandIn(DockerClient& docker, const Node& node, std::string container);

  DockerClient& docker_;
  const Node node_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_BUNDLE_STAND_IN_H_
