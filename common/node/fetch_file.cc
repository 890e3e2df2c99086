#include "common/node/fetch_file.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/extract_tar.h"
#include "common/base/files.h"
#include "common/base/move_tree.h"
#include "common/base/piece_queue.h"
#include "common/base/progress.h"
#include "common/base/temporary_folder.h"
#include "common/base/transfer_meter.h"
#include "common/node/command.h"
#include "common/node/drop_output.h"
#include "common/node/node_identity.h"
#include "common/node/transfer.h"
#include "common/node/transport.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

// What give.sh answers.
enum Answer { kKind, kSize, kPath, kMounts, kAnswers };

bool IsFolder(const std::string& path) {
  std::error_code none;
  return fs::is_directory(path, none);
}

bool IsThere(const std::string& path) {
  std::error_code none;
  return fs::exists(fs::symlink_status(path, none));
}

// The final name on this machine.
absl::StatusOr<std::string> FinalName(const std::string& source,
                                      const std::string& destination,
                                      bool force) {
  if (destination.empty()) {
    return absl::InvalidArgumentError("the destination is empty");
  }
  const std::string name = TransferName(source);
  std::string final_name = destination;
  while (final_name.size() > 1 && absl::EndsWith(final_name, "/")) {
    final_name.pop_back();
  }
  if (name != "." &&
      (IsFolder(destination) || absl::EndsWith(destination, "/"))) {
    absl::StrAppend(&final_name, final_name == "/" ? "" : "/", name);
  }
  if (!force && IsThere(final_name)) {
    return absl::AlreadyExistsError(absl::StrCat(
        "'", final_name, "' exists already; --force overwrites it"));
  }
  return final_name;
}

// The nearest folder that is there already: only at the end is anything else
// made.
std::string StagingParent(const std::string& final_name) {
  std::error_code none;
  fs::path parent = fs::absolute(final_name, none);
  while (!fs::is_directory(parent, none) && parent.has_relative_path()) {
    parent = parent.parent_path();
  }
  return parent.string();
}

// Makes large pieces of small ones, for a queue.
class Gatherer {
 public:
  Gatherer(const Context& ctx, PieceQueue& queue, TransferMeter& meter)
      : ctx_(ctx), queue_(queue), meter_(meter) {}

  absl::Status Add(absl::string_view bytes) {
    absl::StrAppend(&piece_, bytes);
    return piece_.size() < PieceQueue::kPiece ? absl::OkStatus() : Flush();
  }

  absl::Status Flush() {
    if (piece_.empty()) return absl::OkStatus();
    meter_.Add(static_cast<int64_t>(piece_.size()));
    std::string piece;
    piece.reserve(PieceQueue::kPiece * 2);
    return queue_.Push(ctx_, std::exchange(piece_, std::move(piece)));
  }

 private:
  const Context& ctx_;
  PieceQueue& queue_;
  TransferMeter& meter_;
  std::string piece_;
};

// The node's side of a fetching.
class Giver {
 public:
  static absl::StatusOr<std::unique_ptr<Giver>> Start(
      const Context& ctx, const NodeFiles& node, const std::string& source) {
    std::unique_ptr<Giver> giver(new Giver(node));
    ASSIGN_OR_RETURN(giver->script_, TransferScript::Start(ctx, node, "give.sh",
                                                           {source}, kAnswers));
    return giver;
  }

  bool is_folder() const { return script_->answer(kKind) == "folder"; }

  std::optional<int64_t> size() const {
    int64_t size = 0;
    if (!absl::SimpleAtoi(script_->answer(kSize), &size)) return std::nullopt;
    return size;
  }

  // Gives the tar to `sink`.
  absl::Status Give(const Context& ctx, const OutputSink& sink) {
    const std::string& path = script_->answer(kPath);
    ASSIGN_OR_RETURN(const bool by_engine,
                     script_->EngineSees(ctx, path, is_folder(), kMounts));
    std::string word = by_engine ? "" : "tar\n";
    const absl::Status finished = script_->Finish(
        ctx, by_engine ? DropOutput : sink,
        [&](const Context&) { return std::exchange(word, std::string()); });
    if (!by_engine || !finished.ok()) return finished;
    return node_.transport->archive_road()->Get(
        ctx, node_.identity,
        is_folder() ? absl::StrCat(absl::StripSuffix(path, "/"), "/.") : path,
        sink);
  }

  // `status` as an error of the node.
  absl::Status Blame(const absl::Status& status) const {
    return Annotate(status, NodeReference(node_.identity));
  }

  // What tar on the node said of what it has given all the same.
  const std::string& warnings() const { return script_->errors(); }

 private:
  explicit Giver(const NodeFiles& node) : node_(node) {}

  const NodeFiles& node_;
  std::unique_ptr<TransferScript> script_;
};

// Moves what `giver` gives to `target`.
absl::Status Receive(const Context& ctx, Giver& giver,
                     const std::string& target, const FetchOptions& options,
                     Progress::Step& step) {
  PieceQueue queue(1);
  TransferMeter meter(step, giver.size());
  absl::Status given;
  std::thread reader([&] {
    Gatherer gatherer(ctx, queue, meter);
    given = giver.Give(
        ctx, [&](absl::string_view piece) { return gatherer.Add(piece); });
    if (given.ok()) given = gatherer.Flush();
    queue.Finish(given);
  });
  const absl::StatusOr<std::vector<std::string>> special =
      ExtractTar([&] { return queue.Pop(ctx, 0); }, target,
                 {.is_folder = giver.is_folder()});
  queue.Leave(0);
  reader.join();
  // It is cancelled when what it gives cannot be taken: then we say why.
  if (!absl::IsCancelled(given)) RETURN_IF_ERROR(giver.Blame(given));
  RETURN_IF_ERROR(absl::IsDataLoss(special.status())
                      ? giver.Blame(special.status())
                      : special.status());
  if (!giver.warnings().empty()) {
    options.progress->Warn(absl::StripAsciiWhitespace(giver.warnings()));
  }
  for (const std::string& name : *special) {
    options.progress->Warn(
        absl::StrCat("'", name, "' is a special file: it is left out"));
  }
  return absl::OkStatus();
}

absl::Status FetchTo(const Context& ctx, const NodeFiles& node,
                     const std::string& source, const std::string& final_name,
                     const FetchOptions& options) {
  const auto step = options.progress->Begin(absl::StrCat(
      "Fetching '", source, "' from ", NodeReference(node.identity)));
  absl::StatusOr<std::unique_ptr<Giver>> giver =
      Giver::Start(ctx, node, source);
  if (!giver.ok()) {
    return Annotate(giver.status(), NodeReference(node.identity));
  }
  if (IsThere(final_name) && IsFolder(final_name) != (*giver)->is_folder()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "cannot overwrite '", final_name,
        "': ", (*giver)->is_folder() ? "it is no folder" : "it is a folder"));
  }
  ASSIGN_OR_RETURN(
      const TemporaryFolder staging,
      TemporaryFolder::MakeIn(StagingParent(final_name),
                              absl::StrCat(".", TemporaryName("fetch"))));
  const std::string target = staging.path() + "/d";
  RETURN_IF_ERROR(Receive(ctx, **giver, target, options, *step));
  std::error_code error;
  const fs::path parent = fs::path(final_name).parent_path();
  if (!parent.empty()) fs::create_directories(parent, error);
  if (error) {
    return ErrnoStatus(error.value(), absl::StrCat("'", final_name, "'"));
  }
  RETURN_IF_ERROR(MoveTree(target, final_name, options.force));
  step->Done();
  return absl::OkStatus();
}

}  // namespace

absl::Status FetchFile(const Context& ctx, const NodeFiles& node,
                       const std::string& source,
                       const std::string& destination,
                       const FetchOptions& options) {
  if (!absl::StartsWith(source, "/")) {
    return absl::InvalidArgumentError(
        absl::StrCat("the source '", source, "' is not an absolute path"));
  }
  ASSIGN_OR_RETURN(const std::string final_name,
                   FinalName(source, destination, options.force));
  return FetchTo(ctx, node, source, final_name, options);
}

}  // namespace minidcos
