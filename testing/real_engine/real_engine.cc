#include "testing/real_engine/real_engine.h"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::StatusOr<std::unique_ptr<DockerClient>> Connect() {
  ASSIGN_OR_RETURN(std::unique_ptr<DockerClient> client, ConnectToEngine());
  const Context ctx = Context().WithTimeout(absl::Seconds(30));
  RETURN_IF_ERROR(client->Version(ctx).status());
  return client;
}

}  // namespace

RealEngine::RealEngine(std::unique_ptr<DockerClient> client)
    : client_(std::move(client)) {}

RealEngine& RealEngine::Shared() {
  static RealEngine& shared = *[] {
    absl::StatusOr<std::unique_ptr<DockerClient>> client = Connect();
    if (!client.ok()) {
      std::cerr << "FAILED: this test needs a Docker engine: "
                << client.status().message() << std::endl;
      std::exit(1);
    }
    return new RealEngine(*std::move(client));
  }();
  return shared;
}

}  // namespace minidcos
