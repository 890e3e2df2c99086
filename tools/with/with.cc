#include "tools/with/with.h"

#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/engine_choice.h"
#include "common/base/files.h"
#include "common/base/find_program.h"
#include "common/base/progress.h"
#include "common/base/shell_quote.h"
#include "common/cli/version.h"
#include "common/cluster/bundle/archive_file.h"
#include "common/cluster/bundle/bundle.h"
#include "common/cluster/cluster.h"
#include "common/cluster/cluster_environment.h"
#include "common/cluster/destroy.h"
#include "common/cluster/lease/lease.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/provision.h"
#include "common/cluster/ssh_config.h"
#include "common/cluster/workspace.h"
#include "common/dcos/install/create_cluster.h"
#include "common/docker/client.h"
#include "common/doctor/after_failure.h"
#include "common/doctor/checks.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "tools/with/run_command.h"

namespace minidcos {
namespace {

// How long a bundle may take; after an interrupt little time is left.
constexpr absl::Duration kBundleTimeout = absl::Minutes(2);
constexpr absl::Duration kHastyBundleTimeout = absl::Seconds(4);

std::string WithFirst(const std::string& folder) {
  const char* const path = std::getenv("PATH");
  return path == nullptr ? folder : absl::StrCat(folder, ":", path);
}

// The path of a file by which ssh knows the nodes. It goes with the workspace.
absl::StatusOr<std::string> MakeSshConfig(const Operation& operation,
                                          const Cluster& cluster) {
  ASSIGN_OR_RETURN(const Workspace workspace,
                   OpenWorkspace(cluster.workspace, cluster.id));
  std::ostringstream config;
  RETURN_IF_ERROR(WriteSshConfig(operation.ctx, operation.docker, cluster,
                                 operation.progress, config));
  const std::string path = workspace.path + "/ssh/config";
  RETURN_IF_ERROR(WriteFile(path, config.str(), 0600));
  return path;
}

// What the command needs beside `command` itself.
void AddEnvironment(const Operation& operation, const EngineChoice& engine,
                    const Cluster& cluster, UserCommand& command) {
  for (auto& [name, value] : ClusterEnvironment(cluster)) {
    command.environment[name] = std::move(value);
  }
  absl::StatusOr<std::string> ssh_config = MakeSshConfig(operation, cluster);
  if (ssh_config.ok()) {
    command.environment["MINIDCOS_SSH_CONFIG"] = *std::move(ssh_config);
  } else if (operation.ctx.Check().ok()) {
    operation.progress.Warn(absl::StrCat("no MINIDCOS_SSH_CONFIG: ",
                                         ssh_config.status().message()));
  }
  for (const char* const name : kEngineVariables) {
    command.unset_environment.push_back(name);
  }
  const auto& variables = operation.docker.environment();
  command.environment.insert(variables.begin(), variables.end());
  if (engine.allow_insecure) command.environment[kAllowInsecureVariable] = "1";
}

void Bundle(const Operation& operation, const Cluster& cluster,
            const std::string& path) {
  const bool in_haste = !operation.ctx.Check().ok();
  const auto missing =
      WriteBundle(operation.cleanup_ctx.WithTimeout(
                      in_haste ? kHastyBundleTimeout : kBundleTimeout),
                  operation.docker,
                  {.path = path,
                   .force = true,
                   .cluster_id = cluster.id,
                   .nodes = cluster.nodes(),
                   .program = absl::StrCat("minidcos ", kVersion)},
                  operation.progress);
  if (!missing.ok()) {
    operation.progress.Warn(
        absl::StrCat("no log bundle: ", missing.status().message()));
  } else {
    operation.progress.Note(absl::StrCat("log bundle: ", path));
  }
}

// The cluster, once it is ready. If there are nodes and it does not come to
// that, there is a bundle of them, as after the command's failure.
absl::StatusOr<Cluster> MakeCluster(const Operation& operation,
                                    const WithOptions& options) {
  const CreateOptions& create = options.create;
  const bool is_bare = create.dcos.installer.source.empty();
  Cluster cluster;
  const auto finish = [&](const Cluster& made) {
    cluster = made;
    return absl::OkStatus();
  };
  const auto on_failure = [&](const Cluster& made) {
    if (!options.bundle.empty()) Bundle(operation, made, options.bundle);
  };
  const absl::Status made =
      is_bare ? ProvisionCluster(operation, create.cluster, finish, on_failure)
              : CreateCluster(operation, create, finish, on_failure);
  if (made.ok()) return cluster;
  ExplainFailure(operation,
                 {.engine = options.engine,
                  .workspace_dir = create.cluster.backend.workspace_dir},
                 is_bare ? Explains::kNodes : Explains::kDcos, made);
  return made;
}

absl::Status Destroy(const Operation& operation, const Cluster& cluster) {
  const std::unique_ptr<Progress::Step> step = operation.progress.Begin(
      absl::StrCat("Destroying cluster '", cluster.id, "'"));
  RETURN_IF_ERROR(
      Annotate(DestroyCluster(operation.cleanup_ctx, operation.docker, cluster,
                              operation.progress),
               absl::StrCat("destroying cluster '", cluster.id, "'")));
  step->Done();
  return absl::OkStatus();
}

// Whether it could be kept; else it is destroyed.
bool Keep(const Operation& operation, const std::string& id) {
  const absl::Status kept = operation.lease->Keep(operation.cleanup_ctx);
  if (!kept.ok()) {
    operation.progress.Warn(
        absl::StrCat("cluster '", id, "' cannot be kept: ", kept.message()));
    return false;
  }
  const std::string quoted = ShellQuote(id);
  operation.progress.Note(absl::StrCat(
      "cluster '", id, "' is kept: 'minidcos inspect -c ", quoted,
      " --output=text' shows it, 'minidcos exec -c ", quoted,
      " bash' leads into it, 'minidcos destroy ", quoted, "' removes it"));
  return true;
}

// A Ctrl-Z must not cost the cluster.
StopHooks HooksOf(const Operation& operation) {
  StopHooks hooks;
  hooks.before = [&operation] {
    const absl::Status lengthened = operation.lease->Lengthen(
        operation.cleanup_ctx.WithTimeout(kLeasePeriod));
    if (!lengthened.ok()) operation.progress.Warn(lengthened.message());
  };
  hooks.after = [&operation] { operation.lease->Resume(); };
  return hooks;
}

}  // namespace

absl::Status CheckWithOptions(const WithOptions& options) {
  return options.bundle.empty() ? absl::OkStatus()
                                : CheckArchiveName(options.bundle);
}

absl::StatusOr<CommandEnd> RunWithCluster(const Operation& given,
                                          const WithOptions& options) {
  RETURN_IF_ERROR(CheckWithOptions(options));
  UserCommand command = {.argv = options.command};
  command.environment["PATH"] = WithFirst(options.tools_folder);
  const absl::StatusOr<std::string> program =
      FindProgram(options.command.front(), command.environment["PATH"]);
  if (!program.ok()) {
    given.progress.Warn(program.status().message());
    return CommandEnd{absl::IsNotFound(program.status()) ? 127 : 126};
  }
  command.program = *program;
  Lease lease(
      [&given](absl::string_view words) { given.progress.Warn(words); });
  Operation operation = given;
  operation.lease = &lease;
  ASSIGN_OR_RETURN(const Cluster cluster, MakeCluster(operation, options));
  AddEnvironment(operation, options.engine, cluster, command);
  const absl::StatusOr<CommandEnd> end =
      RunCommand(operation.ctx, command, HooksOf(operation));
  const bool failed = !end.ok() || end->exit_code != 0;
  if (failed && !options.bundle.empty()) {
    Bundle(operation, cluster, options.bundle);
  }
  // Whoever interrupts us wants it gone.
  if (failed && options.create.cluster.keep_on_failure &&
      operation.ctx.Check().ok() && Keep(operation, cluster.id)) {
    return end;
  }
  lease.End();
  const absl::Status destroyed = Destroy(operation, cluster);
  if (destroyed.ok()) return end;
  if (!failed) return destroyed;
  operation.progress.Warn(destroyed.message());
  return end;
}

}  // namespace minidcos
