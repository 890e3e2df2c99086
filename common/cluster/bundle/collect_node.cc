#include "common/cluster/bundle/collect_node.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/bundle/content.h"
#include "common/cluster/bundle/engine_words.h"
#include "common/cluster/bundle/node_items.h"
#include "common/cluster/bundle/stand_in.h"
#include "common/docker/client.h"
#include "common/http/http_message.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr absl::Duration kProbeTime = absl::Seconds(15);
constexpr absl::Duration kStandInTime = absl::Minutes(1);

// Where it is told, the node's name stands already.
absl::Status WithoutName(const absl::Status& status, const Node& node) {
  return WithMessage(status,
                     absl::StripPrefix(status.message(),
                                       absl::StrCat(node.reference(), ": ")));
}

// Whether commands can be run on it.
absl::Status Probe(const Context& ctx, const Node& node) {
  if (node.state() != "running") {
    return absl::FailedPreconditionError(
        absl::StrCat("the node is not running (", node.state(), ")"));
  }
  const Command probe = {.argv = {"true"}};
  return WithoutName(node.Run(ctx.WithTimeout(kProbeTime), probe).status(),
                     node);
}

absl::Status AddItem(const Context& ctx, const Node& node, const NodeItem& item,
                     BundleContent& content) {
  const TextProducer produce = [&](const Context& limited,
                                   const auto& sink) -> absl::StatusOr<bool> {
    const absl::StatusOr<int> exit_code =
        node.Run(limited, NodeItemCommand(item), sink, sink);
    if (!exit_code.ok()) return WithoutName(exit_code.status(), node);
    return *exit_code != kNoSuchItem;
  };
  const std::string file = absl::StrCat(node.reference(), "/", item.file);
  return absl::EndsWith(file, "/")
             ? content.AddTar(ctx, file, item.limit, produce)
             : content.Add(ctx, file, item.limit, produce);
}

absl::Status CollectAtRest(const Context& ctx, DockerClient& docker,
                           const Node& node, BundleContent& content) {
  const absl::StatusOr<std::unique_ptr<StandIn>> stand_in =
      StandIn::Make(ctx.WithTimeout(kStandInTime), docker, node);
  RETURN_IF_ERROR(ctx.Check());
  for (const NodeItem& item : NodeItems()) {
    if (!item.at_rest) continue;
    if (stand_in.ok()) {
      RETURN_IF_ERROR(AddItem(ctx, (*stand_in)->node(), item, content));
    } else {
      content.Miss(absl::StrCat(node.reference(), "/", item.file),
                   stand_in.status().message());
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CollectNode(const Context& ctx, DockerClient& docker,
                         const Node& node, BundleContent& content) {
  const std::string& id = node.container_id();
  const std::string folder = absl::StrCat(node.reference(), "/");
  RETURN_IF_ERROR(AddEngineJson(
      ctx, docker, absl::StrCat("/containers/", UrlEncode(id), "/json"),
      absl::StrCat(folder, "container.json"), content));
  RETURN_IF_ERROR(AddConsole(ctx, docker, id,
                             absl::StrCat(folder, "console.txt"), content));
  const absl::Status runs = Probe(ctx, node);
  RETURN_IF_ERROR(ctx.Check());
  if (!runs.ok()) {
    content.Miss(
        node.reference(),
        absl::StrCat("all that its own programs tell: ", runs.message()));
    return CollectAtRest(ctx, docker, node, content);
  }
  for (const NodeItem& item : NodeItems()) {
    RETURN_IF_ERROR(AddItem(ctx, node, item, content));
  }
  return absl::OkStatus();
}

}  // namespace minidcos
