#include "common/doctor/full_check.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/base/progress.h"
#include "common/base/random_id.h"
#include "common/base/tar.h"
#include "common/cluster/cluster.h"
#include "common/cluster/destroy.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/provision/provision.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/probe.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// On the node: /tmp there is not on disk, where the engine's archive call puts
// files.
constexpr char kImageFile[] = "/root/probe.tar";
constexpr char kImage[] = "minidcos-doctor";
constexpr char kVolume[] = "minidcos-doctor:/kept";
constexpr char kFile[] = "/kept/word";

// If we are killed, clean --stale finds the cluster after it.
constexpr absl::Duration kTimeToLive = absl::Hours(1);
constexpr absl::Duration kDestroyTimeout = absl::Minutes(2);

// The tar of an image, in a tar for the node.
absl::StatusOr<std::string> ImageTar() {
  ASSIGN_OR_RETURN(const absl::string_view program, ProbeProgram());
  TarWriter image;
  image.AddFile(kProbePath + 1, program, 0755);
  ASSIGN_OR_RETURN(const std::string bytes, image.Finish());
  TarWriter file;
  file.AddFile(kImageFile + 1, bytes, 0644);
  return file.Finish();
}

std::vector<std::string> InnerRun(const std::vector<std::string>& words) {
  std::vector<std::string> argv = {"docker", "run",   "--rm",
                                   "-v",     kVolume, kImage};
  argv.push_back(kProbePath);
  argv.insert(argv.end(), words.begin(), words.end());
  return argv;
}

absl::Status TryInnerDocker(const Operation& operation, const Node& node) {
  ASSIGN_OR_RETURN(const std::string tar, ImageTar());
  RETURN_IF_ERROR(operation.docker.PutArchive(operation.ctx,
                                              node.container_id(), "/", tar));
  const std::string word = RandomHex(16);
  const std::vector<std::vector<std::string>> commands = {
      {"docker", "import", kImageFile, kImage},
      InnerRun({"write", kFile, word}),
      InnerRun({"read", kFile})};
  std::string output;
  for (const std::vector<std::string>& argv : commands) {
    ASSIGN_OR_RETURN(output, node.MustRun(operation.ctx, {.argv = argv}));
  }
  if (absl::StripSuffix(output, "\n") == word) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("a container finds '",
                                                    output,
                                                    "' on the volume, on which "
                                                    "another has written '",
                                                    word, "'"));
}

ClusterOptions OptionsOf(const ExaminationOptions& options) {
  ClusterOptions cluster;
  cluster.id = absl::StrCat("doctor-", RandomHex(8));
  cluster.agents = 0;
  cluster.public_agents = 0;
  cluster.backend.workspace_dir = options.workspace_dir;
  cluster.backend.image_sources = options.sources;
  cluster.backend.ttl = kTimeToLive;
  return cluster;
}

absl::Status Destroy(const Operation& operation, const std::string& id) {
  const Context ctx = operation.cleanup_ctx.WithTimeout(kDestroyTimeout);
  ASSIGN_OR_RETURN(const Cluster cluster,
                   FindCluster(ctx, operation.docker, id));
  return DestroyCluster(ctx, operation.docker, cluster, operation.progress);
}

Finding Failure(const absl::Status& status) {
  std::string found =
      absl::StrCat("a cluster of one node cannot be made: ", status.message());
  const std::string output = GetOutput(status);
  if (!output.empty()) absl::StrAppend(&found, ": ", output);
  return Error(found,
               "what the other checks find may be the cause; "
               "'minidcos provision --keep-on-failure' leaves the node "
               "to be looked at");
}

}  // namespace

absl::StatusOr<Finding> CheckCluster(Examination& examination) {
  ASSIGN_OR_RETURN(const Operation operation, examination.EngineOperation());
  RETURN_IF_ERROR(ProbeProgram().status());
  const ClusterOptions options = OptionsOf(examination.options());
  const absl::Duration begin = MonotonicNow();
  const absl::Status made =
      ProvisionCluster(operation, options, [&](const Cluster& cluster) {
        const std::unique_ptr<Progress::Step> step =
            operation.progress.Begin("Running containers on the node");
        RETURN_IF_ERROR(TryInnerDocker(operation, cluster.masters.front()));
        step->Done();
        return absl::OkStatus();
      });
  if (!made.ok()) {
    RETURN_IF_ERROR(operation.ctx.Check());
    return Failure(made);
  }
  const absl::Duration took = MonotonicNow() - begin;
  // Also if we have been interrupted since: nobody else would.
  const absl::Status destroyed = Destroy(operation, options.id);
  if (!destroyed.ok()) {
    const Finding left =
        Error(absl::StrCat("the cluster '", options.id,
                           "' could not be removed: ", destroyed.message()),
              absl::StrCat("'minidcos destroy -c ", options.id, "'"));
    // Of an interrupted run no finding is shown.
    if (operation.ctx.cancelled()) {
      operation.progress.Warn(absl::StrCat(left.found, ": ", left.remedy));
    }
    return left;
  }
  RETURN_IF_ERROR(operation.ctx.Check());
  return Ok(
      absl::StrFormat("a node, and in it a container with a volume, in %.1f s",
                      absl::ToDoubleSeconds(took)));
}

}  // namespace minidcos
