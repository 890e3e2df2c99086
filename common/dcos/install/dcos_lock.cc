#include "common/dcos/install/dcos_lock.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/node/node.h"
#include "common/node/process.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kBusy[] = "75";
constexpr int kBusyCode = 75;
// For the command to end, once its input has.
constexpr absl::Duration kPatience = absl::Seconds(5);

}  // namespace

absl::StatusOr<DcosLock> DcosLock::Acquire(const Context& ctx, const Node& node,
                                           const std::string& file) {
  // It holds the lock for as long as its input is open.
  ASSIGN_OR_RETURN(
      std::unique_ptr<Process> holder,
      node.Start(ctx,
                 {.argv = {"flock", "--nonblock", "--conflict-exit-code", kBusy,
                           file, "sh", "-c", "echo locked; exec cat"},
                  .has_input = true}));
  ASSIGN_OR_RETURN(const Process::Piece piece, holder->Read(ctx));
  if (piece.bytes == "locked\n") return DcosLock(std::move(holder));
  std::string words = piece.bytes;
  const auto keep = [&words](absl::string_view more) {
    absl::StrAppend(&words, more);
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const int exit_code, RunToEnd(ctx, *holder, keep, keep));
  if (exit_code == kBusyCode) {
    return absl::FailedPreconditionError(
        "DC/OS is being installed or upgraded on this cluster already");
  }
  absl::Status failed = absl::FailedPreconditionError(
      absl::StrCat(node.reference(), ": locking '", file,
                   "': flock exited with code ", exit_code));
  SetOutput(failed, words);
  return failed;
}

DcosLock::~DcosLock() {
  if (holder_ == nullptr || !holder_->CloseWrite().ok()) return;
  const auto drop = [](absl::string_view) { return absl::OkStatus(); };
  RunToEnd(Context().WithTimeout(kPatience), *holder_, drop, drop)
      .status()
      .IgnoreError();
}

}  // namespace minidcos
