#include "common/sidecar/scoped_sidecar.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/base/random_id.h"
#include "common/docker/client.h"
#include "common/sidecar/sidecar.h"
#include "common/status/status_macros.h"
#include "glog/logging.h"

namespace minidcos {

absl::StatusOr<ScopedSidecar> ScopedSidecar::Make(DockerClient& docker,
                                                  int size_mib,
                                                  const Context& ctx,
                                                  Progress& progress) {
  const std::string name = absl::StrCat("scoped-", RandomHex(8));
  ASSIGN_OR_RETURN(const std::string device,
                   CreateSidecar({ctx, Context(), docker, progress},
                                 {.name = name, .size_mib = size_mib}));
  return ScopedSidecar(&docker, name, device);
}

ScopedSidecar::~ScopedSidecar() {
  const absl::Status status = Destroy();
  LOG_IF(ERROR, !status.ok()) << "destroying " << status.message();
}

absl::Status ScopedSidecar::Destroy(const Context& ctx) {
  if (docker_ == nullptr) return absl::OkStatus();
  RETURN_IF_ERROR(DestroySidecar(ctx, *docker_, name_));
  docker_ = nullptr;
  return absl::OkStatus();
}

}  // namespace minidcos
