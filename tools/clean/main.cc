#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "common/cli/app.h"
#include "common/cli/input.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "gflags/gflags.h"
#include "tools/clean/clean.h"

DECLARE_string(cluster_id);

namespace minidcos {
namespace {

// No cluster's id. An empty one would not do: a script's empty variable must
// not mean everything.
constexpr char kAnyCluster[] = "*";

CleanRequest request;
absl::Duration older_than;
// Also 0, of a script's variable, is a condition.
std::string older_than_is_given;
bool agrees = false;

absl::StatusOr<bool> Ask(App& app, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) app.err() << line << '\n';
  app.err() << "Remove all of this? [y/N] ";
  ASSIGN_OR_RETURN(const std::string answer,
                   ReadPiece(app.ctx(), STDIN_FILENO));
  return absl::ascii_tolower(answer.empty() ? 'n' : answer.front()) == 'y';
}

absl::Status Run(App& app) {
  if (app.cluster_id().empty()) {
    return absl::InvalidArgumentError("--cluster-id is empty");
  }
  if (app.cluster_id() != kAnyCluster) {
    request.conditions.cluster_id = app.cluster_id();
  }
  if (!older_than_is_given.empty()) request.conditions.older_than = older_than;
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  Confirm confirm;
  if (!agrees && isatty(STDIN_FILENO)) {
    confirm = [&app](const auto& lines) { return Ask(app, lines); };
  }
  return CleanUp(app.ctx(), *docker, request, confirm, app.progress(),
                 app.out());
}

std::vector<FlagGroup> Flags() {
  CleanConditions& conditions = request.conditions;
  return {
      {"What to remove",
       {{.name = "stale",
         .target = &conditions.stale,
         .help = "only what nobody will miss: clusters that are not complete, "
                 "and whose create is gone from this machine, those that have "
                 "expired, those whose owner, as a with, is gone, and what "
                 "killed tools have left"},
        {.name = "older-than",
         .target = &older_than,
         .value = "DURATION",
         .help = "only what was made longer ago, such as 2h",
         .given = &older_than_is_given},
        {.name = "unlabelled-prefix",
         .target = &conditions.unlabelled_prefix,
         .value = "PREFIX",
         .help = "containers without a label of ours too, if their names begin "
                 "with PREFIX-; DC/OS E2E's library leaves dcos-e2e-..."},
        {.name = "images",
         .target = &request.images,
         .help = "the node images, and what they are based on, as well"},
        {.name = "installers",
         .target = &request.installers,
         .help = "the installers that were downloaded for this user, as "
                 "well"}}},
      {"How",
       {{.name = "dry-run",
         .target = &request.dry_run,
         .help = "print what would be removed, and leave it"},
        {.name = "yes",
         .target = &agrees,
         .help = "do not ask; only a terminal is asked",
         .letter = 'y'}}}};
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  FLAGS_cluster_id = std::string(minidcos::kAnyCluster);
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-clean",
       .summary = "Remove all clusters, and what killed tools have left.",
       .description =
           "Removes every container, volume and network that carries a label "
           "of minidcos or of DC/OS E2E, the containers of installers that "
           "were run for their clusters, and the workspace folders on this "
           "machine. Clusters that run go too, and so do those that are being "
           "made: their create fails. Networks that you made and the macOS "
           "network (setup-mac-network) stay. On a terminal it says first what "
           "it is about to remove, and asks. Prints a line for each thing that "
           "is gone.\n"
           "\n"
           "--stale, --older-than and --cluster-id remove only part of it, "
           "what all of those given apply to, and nothing of a cluster that "
           "may still be being made.",
       .flags = minidcos::Flags(),
       .examples = {"minidcos clean", "minidcos clean --stale",
                    "minidcos clean --older-than 2h --dry-run",
                    "minidcos clean --images --yes"}},
      minidcos::Run);
}
