#include "common/dcos/wait/master_site.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/dcos/dcos.pb.h"
#include "common/dcos/node_errors.h"
#include "common/dcos/wait/node_road.h"
#include "common/http/http_message.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// One answer that never comes must not use up all the time there is.
constexpr absl::Duration kTimeout = absl::Seconds(10);

constexpr char kBootstrapConfig[] = "/opt/mesosphere/etc/bootstrap-config.json";

absl::StatusOr<bool> UsesTls(const Context& ctx, const Node& master) {
  ASSIGN_OR_RETURN(const CommandResult result,
                   master.Run(ctx, {.argv = {"cat", kBootstrapConfig}}));
  if (result.exit_code != 0) return false;
  dcos::BootstrapConfig config;
  RETURN_IF_ERROR(
      Annotate(ParseJson(result.stdout_text, config), kBootstrapConfig));
  return config.ssl_enabled();
}

absl::StatusOr<MasterSite> SiteOf(const Context& ctx, const Node& master) {
  ASSIGN_OR_RETURN(const bool tls, UsesTls(ctx, master));
  MasterSite site = {
      .master = master,
      .url = absl::StrCat(tls ? "https://" : "http://", master.ip_address()),
      .authorities = ""};
  NodeRoad road = NodeRoad::WithoutVerifying(master);
  const HttpRequest request = {
      .url = absl::StrCat(site.url, tls ? "/ca/dcos-ca.crt" : "/")};
  const absl::StatusOr<HttpResponse> response = road.Send(ctx, request);
  RETURN_IF_ERROR(Annotate(response.status(), request.url));
  if (!tls) return site;
  if (!response->Succeeded() ||
      !absl::StrContains(response->body, "BEGIN CERTIFICATE")) {
    return absl::FailedPreconditionError(absl::StrCat(
        request.url, " answers ", response->status, " and no certificate"));
  }
  site.authorities = response->body;
  return site;
}

}  // namespace

absl::StatusOr<MasterSite> FindMasterSite(const Context& ctx,
                                          const std::vector<Node>& masters) {
  std::vector<absl::Status> errors;
  for (const Node& master : masters) {
    absl::StatusOr<MasterSite> site = SiteOf(ctx.WithTimeout(kTimeout), master);
    if (site.ok()) return site;
    errors.push_back(Annotate(site.status(), master.reference()));
  }
  return JoinErrors(errors);
}

}  // namespace minidcos
