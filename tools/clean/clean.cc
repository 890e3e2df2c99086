#include "tools/clean/clean.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/cluster/clean.h"
#include "common/cluster/clean_plan.h"
#include "common/cluster/image/remove_images.h"
#include "common/dcos/installer/remove_installers.h"
#include "common/docker/client.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::Status CheckRequest(const CleanRequest& request) {
  const absl::Duration age =
      request.conditions.older_than.value_or(absl::ZeroDuration());
  if (age < absl::ZeroDuration()) {
    return absl::InvalidArgumentError("--older-than must not be negative");
  }
  if (request.images && request.conditions.any()) {
    return absl::InvalidArgumentError(
        "--images goes with none of --stale, --older-than and --cluster-id: a "
        "create that these leave alone may need an image");
  }
  if (request.installers && request.conditions.any()) {
    return absl::InvalidArgumentError(
        "--installers goes with none of --stale, --older-than and "
        "--cluster-id: installers are kept for all clusters");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CleanUp(const Context& ctx, DockerClient& docker,
                     const CleanRequest& request, const Confirm& confirm,
                     Progress& progress, std::ostream& out) {
  RETURN_IF_ERROR(CheckRequest(request));
  ASSIGN_OR_RETURN(const CleanPlan plan,
                   PlanClean(ctx, docker, request.conditions, progress));
  std::vector<std::string> images;
  if (request.images) {
    ASSIGN_OR_RETURN(images, FindImages(ctx, docker));
  }
  std::vector<CachedInstaller> installers;
  if (request.installers) {
    ASSIGN_OR_RETURN(installers, FindCachedInstallers(progress));
  }
  std::vector<std::string> lines = plan.Lines();
  for (const std::string& image : images) {
    lines.push_back(absl::StrCat("image ", image));
  }
  for (const CachedInstaller& installer : installers) {
    lines.push_back(absl::StrCat("installer ", installer.name));
  }
  if (request.dry_run) {
    for (const std::string& line : lines) out << line << '\n';
    return FirstError(plan.errors);
  }
  if (confirm && !lines.empty()) {
    ASSIGN_OR_RETURN(const bool agreed, confirm(lines));
    if (!agreed) return absl::CancelledError("nothing has been removed");
  }
  const auto removed = [&out](absl::string_view thing) {
    out << thing << '\n' << std::flush;
  };
  const absl::Status cleaned = Clean(ctx, docker, plan, progress, removed);
  return FirstError({cleaned,
                     RemoveImages(ctx, docker, images, progress, removed),
                     RemoveCachedInstallers(installers, progress, removed)});
}

}  // namespace minidcos
