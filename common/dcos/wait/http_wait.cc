#include "common/dcos/wait/http_wait.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/base/monotonic_clock.h"
#include "common/base/progress.h"
#include "common/dcos/dcos.pb.h"
#include "common/dcos/superuser.h"
#include "common/dcos/version.h"
#include "common/dcos/wait/direct_road.h"
#include "common/dcos/wait/http_checks.h"
#include "common/dcos/wait/http_road.h"
#include "common/dcos/wait/http_session.h"
#include "common/dcos/wait/master_site.h"
#include "common/dcos/wait/node_road.h"
#include "common/dcos/wait/node_watch.h"
#include "common/dcos/wait/temporary_user.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// One answer that never comes must not use up all the time there is.
constexpr absl::Duration kNodeTimeout = absl::Seconds(10);
constexpr absl::Duration kUserRequestTimeout = absl::Seconds(8);

// How long a superuser may be refused: after the masters' own checks have
// passed, the identity service knows it or never will.
constexpr absl::Duration kRefusalPatience = absl::Seconds(30);

// Whether `version`, such as "1.12.4", is before 1.13.
bool IsBeforeLocalUsers(absl::string_view version) {
  const std::vector<absl::string_view> parts = absl::StrSplit(version, '.');
  int major = 0;
  int minor = 0;
  return parts.size() > 1 && absl::SimpleAtoi(parts[0], &major) &&
         absl::SimpleAtoi(parts[1], &minor) && major == 1 && minor < 13;
}

class HttpWait {
 public:
  HttpWait(const std::vector<Node>& nodes, NodeWatch& watch, Progress& progress)
      : nodes_(nodes),
        watch_(watch),
        progress_(progress),
        step_(progress.Begin("Waiting for DC/OS to answer")) {
    std::copy_if(
        nodes.begin(), nodes.end(), std::back_inserter(masters_),
        [](const Node& node) { return node.role() == NodeRole::kMaster; });
  }

  absl::Status Run(const Context& ctx, const Context& cleanup_ctx,
                   const Superuser& superuser) {
    RETURN_IF_ERROR(LearnVariant(ctx));
    absl::StatusOr<MasterSite> site;
    RETURN_IF_ERROR(Poll(ctx, "Admin Router", [&] {
      site = FindMasterSite(ctx, masters_);
      return site.status();
    }));
    ASSIGN_OR_RETURN(const std::unique_ptr<HttpRoad> road,
                     ChooseRoad(ctx, *site));
    if (!is_enterprise_) return RunOpen(ctx, cleanup_ctx, *site, *road);
    dcos::Login login;
    login.set_uid(superuser.username);
    login.set_password(superuser.password);
    ASSIGN_OR_RETURN(std::string credentials, ToJson(login));
    HttpSession session(*road, site->url, std::move(credentials));
    return RunChecks(ctx, session, site->master, superuser.username);
  }

 private:
  absl::Status LearnVariant(const Context& ctx) {
    absl::StatusOr<DcosBuildInfo> build;
    RETURN_IF_ERROR(Poll(ctx, "the version of DC/OS", [&] {
      build = FindBuildInfo(ctx.WithTimeout(kNodeTimeout), masters_);
      return build.status();
    }));
    is_enterprise_ = build->variant == "enterprise";
    if (is_enterprise_ || !IsBeforeLocalUsers(build->version)) {
      return absl::OkStatus();
    }
    return absl::FailedPreconditionError(absl::StrCat(
        "DC/OS ", build->version,
        " lets no user of ours in, which the checks over HTTP need: leave them "
        "out (--skip-http-checks)"));
  }

  absl::StatusOr<std::unique_ptr<HttpRoad>> ChooseRoad(const Context& ctx,
                                                       const MasterSite& site) {
    absl::StatusOr<std::unique_ptr<HttpRoad>> direct;
    RETURN_IF_ERROR(Poll(ctx, "Admin Router", [&] {
      direct = FindDirectRoad(ctx.WithTimeout(kNodeTimeout), site.master,
                              site.url, site.authorities);
      return direct.status();
    }));
    if (*direct != nullptr) return direct;
    progress_.Note(absl::StrCat(
        site.url, " is not within reach of this machine: it is asked from ",
        site.master.reference()));
    return std::make_unique<NodeRoad>(site.master, site.authorities);
  }

  // As a user of ours, who is removed on every way out.
  absl::Status RunOpen(const Context& ctx, const Context& cleanup_ctx,
                       const MasterSite& site, HttpRoad& road) {
    const TemporaryUser user;
    HttpSession session(road, site.url, user.Credentials());
    absl::Status ready = Poll(ctx, "the identity service", [&] {
      // Not to be cut off by an interrupt: a request that goes on alone could
      // make the user after it has been deleted.
      return user.Create(cleanup_ctx.WithTimeout(kUserRequestTimeout),
                         site.master);
    });
    if (ready.ok()) {
      // Which nobody waits for.
      RemoveAbandonedUsers(cleanup_ctx.WithTimeout(kUserRequestTimeout),
                           site.master)
          .IgnoreError();
      ready = RunChecks(ctx, session, site.master, "");
    }
    const absl::Status deleted = Delete(cleanup_ctx, user, site.master);
    if (ready.ok() || deleted.ok()) return ready.ok() ? deleted : ready;
    progress_.Warn(
        absl::StrCat("a temporary user was left: ", deleted.message()));
    return ready;
  }

  // The masters have the same users: if the one that made it does not answer
  // any more, another removes it.
  absl::Status Delete(const Context& ctx, const TemporaryUser& user,
                      const Node& maker) const {
    const absl::Status deleted =
        user.Delete(ctx.WithTimeout(kUserRequestTimeout), maker);
    if (deleted.ok()) return deleted;
    for (const Node& master : masters_) {
      if (master.reference() == maker.reference()) continue;
      if (user.Delete(ctx.WithTimeout(kUserRequestTimeout), master).ok()) {
        return absl::OkStatus();
      }
    }
    return deleted;
  }

  // `superuser` is empty for a user of ours.
  absl::Status RunChecks(const Context& ctx, HttpSession& session,
                         const Node& master, const std::string& superuser) {
    absl::Duration refused = absl::InfiniteDuration();
    for (const HttpCheck& check : HttpChecks(session, nodes_, is_enterprise_)) {
      RETURN_IF_ERROR(Poll(ctx, check.name, [&]() -> absl::Status {
        const absl::Status seen = Annotate(check.look(ctx), master.reference());
        if (superuser.empty() || !absl::IsPermissionDenied(seen)) {
          refused = absl::InfiniteDuration();
          return seen;
        }
        refused = std::min(refused, MonotonicNow());
        if (MonotonicNow() - refused < kRefusalPatience) return seen;
        return absl::AbortedError(
            absl::StrCat("DC/OS does not let user '", superuser,
                         "' in with this password: ", seen.message()));
      }));
    }
    step_->Done();
    return absl::OkStatus();
  }

  absl::Status Poll(const Context& ctx, absl::string_view condition,
                    const std::function<absl::Status()>& look) {
    step_->Update(condition);
    return watch_.PollUntil(ctx, *step_, condition, look);
  }

  const std::vector<Node>& nodes_;
  NodeWatch& watch_;
  Progress& progress_;
  const std::unique_ptr<Progress::Step> step_;
  std::vector<Node> masters_;
  bool is_enterprise_ = false;
};

}  // namespace

absl::Status WaitForHttpChecks(const Context& ctx, const Context& cleanup_ctx,
                               const std::vector<Node>& nodes,
                               const Superuser& superuser, NodeWatch& watch,
                               Progress& progress) {
  return HttpWait(nodes, watch, progress).Run(ctx, cleanup_ctx, superuser);
}

}  // namespace minidcos
