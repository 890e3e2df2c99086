#include "common/node/send_file.h"

#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/file_tree.h"
#include "common/base/parallel.h"
#include "common/base/piece_queue.h"
#include "common/base/progress.h"
#include "common/base/transfer_meter.h"
#include "common/base/tree_tar.h"
#include "common/node/command.h"
#include "common/node/drop_output.h"
#include "common/node/node_identity.h"
#include "common/node/transfer.h"
#include "common/node/transport.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// What receive.sh answers.
enum Answer { kStaging, kMounts, kAnswers };

// What all nodes of one sending share.
struct Sending {
  const std::string& source;
  const std::string& destination;
  const SendOptions& options;
  const FileTree::Links links;
  const TreeSummary summary;
  PieceQueue queue;
};

absl::Status ReadSource(const Context& ctx, Sending& sending,
                        TransferMeter& meter) {
  TreeTar tar(sending.source, sending.links);
  while (true) {
    ASSIGN_OR_RETURN(std::string piece, tar.Next());
    if (piece.empty()) return absl::OkStatus();
    meter.Add(static_cast<int64_t>(piece.size()));
    RETURN_IF_ERROR(sending.queue.Push(ctx, std::move(piece)));
  }
}

absl::Status SendToNode(const Context& ctx, const NodeFiles& node,
                        Sending& sending, int reader) {
  ASSIGN_OR_RETURN(
      const std::unique_ptr<TransferScript> script,
      TransferScript::Start(ctx, node, "receive.sh",
                            {sending.destination, TransferName(sending.source),
                             sending.summary.is_folder ? "folder" : "file",
                             sending.options.owner},
                            kAnswers));
  const std::string& staging = script->answer(kStaging);
  ASSIGN_OR_RETURN(bool by_engine,
                   script->EngineSees(ctx, staging, /*below=*/false, kMounts));
  // The engine fills holes; tar on the node does not.
  by_engine = by_engine && !sending.summary.has_holes;
  bool has_begun = false;
  return script->Finish(
      ctx, DropOutput,
      [&](const Context& input_ctx) -> absl::StatusOr<std::string> {
        const auto next = [&] { return sending.queue.Pop(input_ctx, reader); };
        if (std::exchange(has_begun, true)) {
          return by_engine ? std::string() : next();
        }
        if (!by_engine) return std::string("tar\n");
        RETURN_IF_ERROR(node.transport->archive_road()->Put(
            input_ctx, node.identity, staging, next));
        return std::string("placed\n");
      });
}

// Tells of every node's failure once.
absl::Status Combine(const std::vector<NodeFiles>& nodes,
                     const std::vector<absl::Status>& statuses,
                     Progress& progress) {
  absl::Status first;
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (statuses[i].ok()) continue;
    const absl::Status status =
        Annotate(statuses[i], NodeReference(nodes[i].identity));
    if (first.ok()) {
      first = status;
    } else {
      progress.Warn(status.message());
    }
  }
  return first;
}

std::string Title(absl::string_view source,
                  const std::vector<NodeFiles>& nodes) {
  return absl::StrCat("Sending '", source, "' to ",
                      nodes.size() == 1 ? NodeReference(nodes[0].identity)
                                        : absl::StrCat(nodes.size(), " nodes"));
}

}  // namespace

absl::Status SendToNodes(const Context& ctx,
                         const std::vector<NodeFiles>& nodes,
                         const std::string& source,
                         const std::string& destination,
                         const SendOptions& options) {
  if (!absl::StartsWith(destination, "/")) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the destination '", destination, "' is not an absolute path"));
  }
  const auto links =
      options.keep_links ? FileTree::Links::kKeep : FileTree::Links::kFollow;
  ASSIGN_OR_RETURN(TreeSummary summary, SummarizeTree(source, links));
  for (const std::string& path : summary.special) {
    options.progress->Warn(
        absl::StrCat("'", path, "' is a special file: it is left out"));
  }
  const auto step = options.progress->Begin(Title(source, nodes));
  TransferMeter meter(*step, summary.bytes);
  const int count = static_cast<int>(nodes.size());
  Sending sending = {source, destination,        options,
                     links,  std::move(summary), PieceQueue(count)};
  absl::Status read;
  std::thread reader([&] {
    read = ReadSource(ctx, sending, meter);
    sending.queue.Finish(read);
  });
  // All at once, for they wait for each other.
  const std::vector<absl::Status> statuses =
      ForEachParallel(count, count, [&](int i) {
        const absl::Status status = SendToNode(ctx, nodes[i], sending, i);
        sending.queue.Leave(i);
        return status;
      });
  reader.join();
  RETURN_IF_ERROR(ctx.Check());
  // Cancelled when no node takes more: then they say why.
  if (!read.ok() && !absl::IsCancelled(read)) return read;
  RETURN_IF_ERROR(Combine(nodes, statuses, *options.progress));
  step->Done();
  return absl::OkStatus();
}

}  // namespace minidcos
