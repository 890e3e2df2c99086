#include "tools/logs/logs.h"

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cli/version.h"
#include "common/cluster/bundle/archive_file.h"
#include "common/cluster/bundle/bundle.h"
#include "common/cluster/cluster.h"
#include "common/cluster/open_cluster.h"
#include "common/cluster/select_nodes.h"
#include "common/docker/client.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "tools/logs/journal_command.h"
#include "tools/logs/read_journals.h"

namespace minidcos {
namespace {

// All of them unless told otherwise.
absl::StatusOr<std::vector<Node>> Select(const Cluster& cluster,
                                         NodeSelection selection) {
  if (selection.empty()) selection.all = true;
  return SelectNodes(cluster, selection);
}

absl::Status IsStopped(const Node& node) {
  return absl::FailedPreconditionError(
      absl::StrCat(node.reference(), ": the node is not running (",
                   node.state(), "); its journal can be had by --bundle"));
}

// Nodes whose journals cannot be read. Of several nodes, each is told when it
// shows; of one only, it is the error.
class Failures {
 public:
  Failures(size_t nodes, Progress& progress)
      : nodes_(nodes), progress_(progress) {}

  void Add(const absl::Status& failure) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    if (nodes_ > 1) progress_.Warn(failure.message());
    if (count_++ == 0) first_ = NotOfTheArguments(failure);
  }

  absl::Status Result() const ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    if (count_ == 0 || nodes_ == 1) return first_;
    return absl::FailedPreconditionError(
        absl::StrCat("the journals of ", count_, " of ", nodes_,
                     " nodes could not be read"));
  }

 private:
  const size_t nodes_;
  Progress& progress_;
  mutable absl::Mutex mutex_;
  size_t count_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status first_ ABSL_GUARDED_BY(mutex_);
};

absl::Status CheckBundle(const LogsOptions& options) {
  RETURN_IF_ERROR(CheckArchiveName(options.bundle));
  const JournalOptions& journal = options.journal;
  if (journal.units.empty() && journal.since.empty() && journal.lines.empty() &&
      !journal.follow) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "a bundle holds all entries: --unit, --since, --lines and --follow are "
      "not for --bundle");
}

}  // namespace

absl::Status ShowLogs(const Context& ctx, DockerClient& docker,
                      const LogsOptions& options, Progress& progress,
                      std::ostream& out) {
  RETURN_IF_ERROR(CheckOptions(options.journal));
  RETURN_IF_ERROR(CheckSelection(options.nodes));
  ASSIGN_OR_RETURN(
      const Cluster cluster,
      OpenCluster(ctx, docker, options.cluster_id, options.transport));
  ASSIGN_OR_RETURN(const std::vector<Node> nodes,
                   Select(cluster, options.nodes));
  Failures failures(nodes.size(), progress);
  std::vector<Node> running;
  for (const Node& node : nodes) {
    if (node.state() == "running") {
      running.push_back(node);
    } else {
      failures.Add(IsStopped(node));
    }
  }
  RETURN_IF_ERROR(CheckOnNodes(ctx, running, options.journal));
  const auto read = options.journal.follow ? FollowJournals : MergeJournals;
  RETURN_IF_ERROR(read(
      ctx, JournalCommand(options.journal), options.prefixed, running,
      [&failures](const absl::Status& failure) { failures.Add(failure); },
      out));
  return failures.Result();
}

absl::Status BundleLogs(const Context& ctx, DockerClient& docker,
                        const LogsOptions& options, Progress& progress) {
  RETURN_IF_ERROR(CheckBundle(options));
  RETURN_IF_ERROR(CheckSelection(options.nodes));
  ASSIGN_OR_RETURN(const Cluster cluster,
                   FindCluster(ctx, docker, options.cluster_id));
  BundleOptions bundle = {.path = options.bundle,
                          .force = options.force,
                          .cluster_id = cluster.id,
                          .program = absl::StrCat("minidcos ", kVersion)};
  ASSIGN_OR_RETURN(bundle.nodes, Select(cluster, options.nodes));
  const absl::StatusOr<std::vector<std::string>> missing =
      WriteBundle(ctx, docker, bundle, progress);
  if (absl::IsAlreadyExists(missing.status())) {
    return WithMessage(
        missing.status(),
        absl::StrCat(missing.status().message(), "; --force replaces it"));
  }
  RETURN_IF_ERROR(missing.status());
  for (const std::string& item : *missing) {
    progress.Warn(absl::StrCat("not in the bundle: ", item));
  }
  return absl::OkStatus();
}

}  // namespace minidcos
