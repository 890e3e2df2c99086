#include "common/dcos/sync/sync.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/dcos/installer/installer.h"
#include "common/dcos/node_errors.h"
#include "common/dcos/sync/checkout.h"
#include "common/dcos/sync/script.h"
#include "common/dcos/version.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Runs sync.sh on `master` with `tar` as its input.
absl::Status SyncMaster(const Context& ctx, const Node& master,
                        const std::string& tar) {
  const Command command = {
      .argv = {"/bin/sh", "-c", std::string(Script().front().content),
               "minidcos-sync"},
      .has_input = true};
  bool is_sent = false;
  const auto input = [&](const Context&) -> absl::StatusOr<std::string> {
    return std::exchange(is_sent, true) ? std::string() : tar;
  };
  std::string output;
  const auto keep = [&output](absl::string_view piece) {
    absl::StrAppend(&output, piece);
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const int exit_code,
                   master.Run(ctx, command, keep, keep, input));
  if (exit_code == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      master.reference(), ": ", absl::StripAsciiWhitespace(output)));
}

}  // namespace

absl::Status SyncCheckout(const Context& ctx, const std::vector<Node>& masters,
                          const Checkout& checkout, Progress& progress) {
  const std::unique_ptr<Progress::Step> step = progress.Begin(
      absl::StrCat("Sending '", checkout.path, "' to every master"));
  const absl::StatusOr<DcosBuildInfo> info = FindBuildInfo(ctx, masters);
  if (!info.ok()) {
    return Annotate(info.status(), "tests are for one variant of DC/OS");
  }
  const DcosVariant variant =
      info->variant == DcosVariantName(DcosVariant::kEnterprise)
          ? DcosVariant::kEnterprise
          : DcosVariant::kOpen;
  ASSIGN_OR_RETURN(const std::string tar, PackCheckout(ctx, checkout, variant));
  RETURN_IF_ERROR(JoinErrors(ForEachParallel(
      static_cast<int>(masters.size()), static_cast<int>(masters.size()),
      [&](int i) { return SyncMaster(ctx, masters[i], tar); })));
  step->Done();
  return absl::OkStatus();
}

}  // namespace minidcos
