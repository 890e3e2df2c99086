// One installation or upgrade of a cluster at a time, whoever does it and on
// whichever machine.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_DCOS_LOCK_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_DCOS_LOCK_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/node/node.h"
#include "common/node/process.h"

namespace minidcos {

// Lies on a node, held by a command there that ends with this object, or with
// our process, however that ends: nobody has to take away an old one.
class DcosLock {
 public:
  // Of the file `file` on `node`, which is made if need be and stays.
  // kFailedPrecondition if somebody has it.
  static absl::StatusOr<DcosLock> Acquire(
      const Context& ctx, const Node& node,
      const std::string& file = "/run/minidcos-dcos.lock");
  ~DcosLock();
  DcosLock(DcosLock&&) = default;
  DcosLock& operator=(DcosLock&&) = delete;

 private:
  explicit DcosLock(std::unique_ptr<Process> holder)
      : holder_(std::move(holder)) {}

  std::unique_ptr<Process> holder_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_DCOS_LOCK_H_
