// Apart from node.cc: what links only that needs no libarchive.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/node/fetch_file.h"
#include "common/node/node.h"
#include "common/node/send_file.h"

namespace minidcos {

absl::Status Node::SendFile(const Context& ctx, const std::string& source,
                            const std::string& destination,
                            const SendOptions& options) const {
  return minidcos::SendFile(ctx, std::vector<Node>{*this}, source, destination,
                            options);
}

absl::Status Node::DownloadFile(const Context& ctx, const std::string& source,
                                const std::string& destination,
                                const FetchOptions& options) const {
  return FetchFile(ctx, {identity_, transport_}, source, destination, options);
}

absl::Status SendFile(const Context& ctx, const std::vector<Node>& nodes,
                      const std::string& source, const std::string& destination,
                      const SendOptions& options) {
  std::vector<NodeFiles> receivers;
  for (const Node& node : nodes) {
    receivers.push_back({node.identity_, node.transport_});
  }
  return SendToNodes(ctx, receivers, source, destination, options);
}

}  // namespace minidcos
