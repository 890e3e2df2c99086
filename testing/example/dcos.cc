#include <iostream>
#include <string>

#include "common/cluster/operation.h"
#include "common/cluster/scoped_cluster.h"
#include "common/dcos/install/install_cluster.h"
#include "common/dcos/test_environment.h"
#include "common/dcos/version.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::Status TestDcos(const std::string& installer) {
  const Context ctx;
  ASSIGN_OR_RETURN(const ScopedCluster made, ScopedCluster::Make({}));
  const Cluster& cluster = made.cluster();
  const Operation operation = {ctx, ctx, made.docker(), NoProgress()};
  ASSIGN_OR_RETURN(
      const DcosPlan plan,
      PlanDcos(operation, {.installer = {.source = installer}, .wait = true}));
  RETURN_IF_ERROR(InstallOnCluster(operation, plan, cluster));
  ASSIGN_OR_RETURN(const DcosBuildInfo info,
                   BuildInfo(ctx, cluster.masters.front()));
  ASSIGN_OR_RETURN(const CommandResult tests,
                   RunWithTestEnvironment(ctx, cluster, {.argv = {"pytest"}}));
  std::cout << info.version << ": pytest exits with " << tests.exit_code
            << "\n";
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const absl::Status status = minidcos::TestDcos(argv[1]);
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
