#include <cstdlib>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/cluster/cluster.h"
#include "common/cluster/open_cluster.h"
#include "common/dcos/sync/checkout.h"
#include "common/dcos/sync/sync.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

std::string CheckoutPath(const App& app) {
  if (!app.args().empty()) return app.args().front();
  const char* const path = std::getenv("DCOS_CHECKOUT_DIR");
  return path == nullptr || *path == '\0' ? "." : path;
}

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(const Checkout checkout, OpenCheckout(CheckoutPath(app)));
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(
      const Cluster cluster,
      OpenCluster(app.ctx(), *docker, app.cluster_id(), app.transport()));
  return SyncCheckout(app.ctx(), cluster.masters, checkout, app.progress());
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-sync",
       .summary = "Put the tests of a DC/OS checkout on all masters.",
       .usage = "[CHECKOUT]",
       .min_args = 0,
       .max_args = 1,
       .description =
           "Puts the integration tests and the bootstrap code of a checkout of "
           "DC/OS's source on every master, at once, in place of those there: "
           "packages/dcos-integration-test/extra and "
           "packages/bootstrap/extra/dcos_internal_utils. Without CHECKOUT it "
           "is $DCOS_CHECKOUT_DIR, else the folder you are in.\n"
           "\n"
           "Tests that the checkout no longer has are removed; what Python, "
           "pytest and git keep for themselves is not sent. On an enterprise "
           "cluster, the tests of an open checkout go into open_source_tests "
           "and their util beside it, and no bootstrap code is sent. A master "
           "on which this fails, or is interrupted, stays as it was.",
       .examples = {"minidcos sync ~/dcos",
                    "minidcos sync && minidcos run --test-env pytest "
                    "test_dns.py"}},
      minidcos::Run);
}
