#include "tools/logs/read_journals.h"

#include <cstddef>
#include <memory>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/cli/line_prefix.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "tools/logs/journal_command.h"
#include "tools/logs/journal_stream.h"

namespace minidcos {
namespace {

// Lines go out in pieces of about this size while more are at hand.
constexpr int kBatch = 64 << 10;

// Of what a journalctl says of what is wrong.
constexpr size_t kMostErrors = size_t{4} << 10;

std::string NameOf(const Node& node, bool prefixed) {
  return prefixed ? node.reference() : "";
}

struct Head {
  Head(const Node& node, bool prefixed, SharedStream& batch)
      : stream(node), lines(NameOf(node, prefixed), batch) {}

  JournalStream stream;
  LinePrefix lines;
  bool has_failed = false;
};

// The node whose line is next; null after all lines. Of those of one time, it
// is `last`, whose entry may have more lines.
Head* Earliest(const std::vector<std::unique_ptr<Head>>& heads, Head* last) {
  Head* earliest = nullptr;
  for (const auto& head : heads) {
    if (head->has_failed || head->stream.line().empty()) continue;
    const int order =
        earliest == nullptr
            ? -1
            : head->stream.time().compare(earliest->stream.time());
    if (order < 0 || (order == 0 && head.get() == last)) earliest = head.get();
  }
  return earliest;
}

absl::Status WriteOut(std::ostringstream& batch, std::ostream& out) {
  out << batch.str();
  out.flush();
  batch.str("");
  return out ? absl::OkStatus()
             : absl::UnknownError("writing the output failed");
}

}  // namespace

absl::Status MergeJournals(const Context& ctx, const Command& command,
                           bool prefixed, const std::vector<Node>& nodes,
                           const FailureSink& on_failure, std::ostream& out) {
  std::ostringstream batch;
  SharedStream shared(batch);
  std::vector<std::unique_ptr<Head>> heads;
  for (const Node& node : nodes) {
    heads.push_back(std::make_unique<Head>(node, prefixed, shared));
  }
  const auto check = [&](Head& head, const absl::Status& status) {
    head.has_failed = !status.ok();
    if (head.has_failed && ctx.Check().ok()) on_failure(status);
    return status;
  };
  const int count = static_cast<int>(heads.size());
  ForEachParallel(count, count, [&](int i) {
    return check(*heads[i], heads[i]->stream.Start(ctx, command));
  });
  Head* head = nullptr;
  while ((head = Earliest(heads, head)) != nullptr) {
    RETURN_IF_ERROR(head->lines.Write(head->stream.line()));
    if (!head->stream.HasNext() || batch.tellp() > kBatch) {
      RETURN_IF_ERROR(WriteOut(batch, out));
    }
    check(*head, head->stream.Advance(ctx)).IgnoreError();
  }
  for (const auto& each : heads) RETURN_IF_ERROR(each->lines.Finish());
  RETURN_IF_ERROR(WriteOut(batch, out));
  return ctx.Check();
}

absl::Status FollowJournals(const Context& ctx, const Command& command,
                            bool prefixed, const std::vector<Node>& nodes,
                            const FailureSink& on_failure, std::ostream& out) {
  SharedStream shared(out);
  const int count = static_cast<int>(nodes.size());
  ForEachParallel(count, count, [&](int i) {
    LinePrefix lines(NameOf(nodes[i], prefixed), shared);
    std::string errors;
    const absl::StatusOr<int> exit_code = nodes[i].Run(
        ctx, command,
        [&lines](absl::string_view piece) { return lines.Write(piece); },
        [&errors](absl::string_view piece) {
          if (errors.size() < kMostErrors) absl::StrAppend(&errors, piece);
          return absl::OkStatus();
        });
    const absl::Status status =
        exit_code.ok() ? JournalResult(nodes[i], *exit_code, errors)
                       : exit_code.status();
    if (!status.ok() && ctx.Check().ok()) on_failure(status);
    return status;
  });
  return ctx.Check();
}

}  // namespace minidcos
