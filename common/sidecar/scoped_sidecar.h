// A loopback sidecar for a C++ program: removed with its scope.
//
//   const absl::StatusOr<ScopedSidecar> sidecar =
//       ScopedSidecar::Make(cluster->docker(), 64);
//   if (!sidecar.ok()) ...
//   Format(sidecar->device());

#ifndef MINIDCOS_COMMON_SIDECAR_SCOPED_SIDECAR_H_
#define MINIDCOS_COMMON_SIDECAR_SCOPED_SIDECAR_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"

namespace minidcos {

class ScopedSidecar {
 public:
  // Makes a sidecar, with a name of its own, on `docker`, which must outlive
  // it. `ctx` ends the making alone. Fails as CreateSidecar does.
  static absl::StatusOr<ScopedSidecar> Make(DockerClient& docker, int size_mib,
                                            const Context& ctx = Context(),
                                            Progress& progress = NoProgress());

  // Removes the sidecar, if Destroy() has not. What fails is logged.
  ~ScopedSidecar();
  ScopedSidecar(ScopedSidecar&& other) noexcept
      : docker_(std::exchange(other.docker_, nullptr)),
        name_(std::move(other.name_)),
        device_(std::move(other.device_)) {}
  ScopedSidecar& operator=(ScopedSidecar&&) = delete;

  const std::string& name() const { return name_; }
  // Such as "/dev/loop3".
  const std::string& device() const { return device_; }

  // Removes the sidecar now. Can be repeated after a failure.
  absl::Status Destroy(const Context& ctx = Context());

 private:
  ScopedSidecar(DockerClient* docker, std::string name, std::string device)
      : docker_(docker), name_(std::move(name)), device_(std::move(device)) {}

  // Null once there is nothing to remove.
  DockerClient* docker_;
  std::string name_;
  std::string device_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_SIDECAR_SCOPED_SIDECAR_H_
