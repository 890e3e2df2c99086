#include "common/cluster/bundle/bundle.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/cluster/bundle/archive_file.h"
#include "common/cluster/bundle/collect_node.h"
#include "common/cluster/bundle/content.h"
#include "common/cluster/bundle/engine_words.h"
#include "common/docker/client.h"
#include "common/node/docker_exec.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Nodes asked at once: each costs the engine an exec, and us a pipe.
constexpr int kAtOnce = 8;

std::string About(const BundleOptions& options, const DockerClient& docker) {
  std::string text = absl::StrCat(
      "made by     ", options.program, "\nat          ",
      absl::FormatTime(absl::RFC3339_sec, absl::Now(), absl::UTCTimeZone()),
      "\ncluster     ", options.cluster_id, "\nengine      ", docker.host(),
      "\n\n");
  for (const Node& node : options.nodes) {
    absl::StrAppendFormat(&text, "%-16s %-10s %-16s %s\n", node.reference(),
                          node.state(), node.ip_address(),
                          node.container_name());
  }
  return text;
}

absl::Status AddText(const Context& ctx, const std::string& file,
                     const std::string& text, BundleContent& content) {
  return content.Add(
      ctx, file, absl::InfiniteDuration(),
      [&](const Context&, const auto& sink) -> absl::StatusOr<bool> {
        RETURN_IF_ERROR(sink(text));
        return true;
      });
}

absl::Status AddNodes(const Context& ctx, DockerClient& docker,
                      const std::vector<Node>& nodes, Progress::Step& step,
                      BundleContent& content) {
  const int count = static_cast<int>(nodes.size());
  std::atomic<int> done = 0;
  // What ends one, a full disk, ends all.
  Cancellation stopped(ctx);
  const Context all = ctx.WithCancellation(stopped);
  return FirstError(ForEachParallel(count, kAtOnce, [&](int i) {
    const Node node = nodes[i].Through(NewDockerExecTransport(docker));
    const absl::Status status = CollectNode(all, docker, node, content);
    if (!status.ok()) stopped.Cancel();
    step.Update(absl::StrCat(++done, " of ", count, " nodes"));
    return status;
  }));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> WriteBundle(
    const Context& ctx, DockerClient& docker, const BundleOptions& options,
    Progress& progress) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ArchiveFile> archive,
                   ArchiveFile::Create(options.path, options.force));
  BundleContent content(absl::StrCat("minidcos-", options.cluster_id),
                        *archive);
  const std::unique_ptr<Progress::Step> step =
      progress.Begin(absl::StrCat("Writing '", options.path, "'"));
  RETURN_IF_ERROR(AddText(ctx, "about.txt", About(options, docker), content));
  RETURN_IF_ERROR(
      AddEngineJson(ctx, docker, "/version", "engine/version.json", content));
  RETURN_IF_ERROR(
      AddEngineJson(ctx, docker, "/info", "engine/info.json", content));
  RETURN_IF_ERROR(AddNodes(ctx, docker, options.nodes, *step, content));
  std::vector<std::string> missing = content.missing();
  if (!missing.empty()) {
    RETURN_IF_ERROR(AddText(ctx, "missing.txt",
                            absl::StrCat(absl::StrJoin(missing, "\n"), "\n"),
                            content));
  }
  RETURN_IF_ERROR(archive->Finish());
  step->Done();
  return missing;
}

}  // namespace minidcos
