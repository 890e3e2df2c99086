#include "common/cluster/bundle/bundle.h"

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/cluster/bundle/archive_file.h"
#include "common/cluster/bundle/collect_node.h"
#include "common/cluster/bundle/content.h"
#include "common/cluster/bundle/engine_words.h"
#include "common/cluster/labels.h"
#include "common/docker/client.h"
#include "common/http/http_message.h"
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

// What the engine says of itself and of all that is labelled as the cluster's.
absl::Status AddEngine(const Context& ctx, DockerClient& docker,
                       const std::string& cluster_id, BundleContent& content) {
  // The engine refuses an id that would need escaping; none of ours does.
  const std::string filters = absl::StrCat(R"({"label":[")", kClusterIdLabel,
                                           "=", cluster_id, R"("]})");
  const std::pair<const char*, std::string> answers[] = {
      {"version", "/version"},
      {"info", "/info"},
      {"containers",
       UrlWithQuery("/containers/json", {{"all", "1"}, {"filters", filters}})},
      {"volumes", UrlWithQuery("/volumes", {{"filters", filters}})},
  };
  for (const auto& [name, path] : answers) {
    RETURN_IF_ERROR(AddEngineJson(
        ctx, docker, path, absl::StrCat("engine/", name, ".json"), content));
  }
  return absl::OkStatus();
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
  // The id is a label's, and anybody can have put that there.
  BundleContent content(
      absl::StrCat("minidcos-",
                   absl::StrReplaceAll(options.cluster_id, {{"/", "_"}})),
      *archive);
  const std::unique_ptr<Progress::Step> step =
      progress.Begin(absl::StrCat("Writing '", options.path, "'"));
  RETURN_IF_ERROR(AddText(ctx, "about.txt", About(options, docker), content));
  RETURN_IF_ERROR(AddEngine(ctx, docker, options.cluster_id, content));
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
