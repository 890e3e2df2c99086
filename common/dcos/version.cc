#include "common/dcos/version.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/dcos/dcos.pb.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kVersionFile[] = "/opt/mesosphere/etc/dcos-version.json";
constexpr char kConfigFile[] = "/opt/mesosphere/etc/expanded.config.full.json";

// Of a version that does not tell it: only enterprise is configured with a
// security mode. Empty if the configuration cannot be read.
absl::StatusOr<std::string> VariantByConfig(const Context& ctx,
                                            const Node& node) {
  ASSIGN_OR_RETURN(const CommandResult result,
                   node.Run(ctx, {.argv = {"cat", kConfigFile}}));
  dcos::ExpandedConfig config;
  if (result.exit_code != 0 || !ParseJson(result.stdout_text, config).ok()) {
    return "";
  }
  return config.has_security() ? "enterprise" : "open";
}

}  // namespace

absl::StatusOr<DcosBuildInfo> BuildInfo(const Context& ctx, const Node& node) {
  ASSIGN_OR_RETURN(const CommandResult result,
                   node.Run(ctx, {.argv = {"cat", kVersionFile}}));
  if (result.exit_code != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(node.reference(), ": DC/OS is not installed"));
  }
  dcos::DcosVersion version;
  const absl::Status parsed = ParseJson(result.stdout_text, version);
  if (!parsed.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat(node.reference(), ": '", kVersionFile,
                     "' cannot be read: ", parsed.message()));
  }
  if (version.variant().empty()) {
    ASSIGN_OR_RETURN(*version.mutable_variant(), VariantByConfig(ctx, node));
  }
  return DcosBuildInfo{.version = version.version(),
                       .variant = version.variant(),
                       .image_commit = version.image_commit()};
}

absl::StatusOr<DcosBuildInfo> FindBuildInfo(const Context& ctx,
                                            const std::vector<Node>& nodes) {
  for (const Node& node : nodes) {
    if (node.state() != "running") continue;
    absl::StatusOr<DcosBuildInfo> info = BuildInfo(ctx, node);
    if (!absl::IsFailedPrecondition(info.status())) return info;
  }
  return absl::FailedPreconditionError("no node tells its version of DC/OS");
}

}  // namespace minidcos
