#include "common/cluster/clean_choice.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/time/time.h"
#include "common/base/process_id.h"

namespace minidcos {
namespace {

bool AreDead(const std::set<std::string>& processes) {
  return std::all_of(processes.begin(), processes.end(), IsDead);
}

bool IsStale(const CleanCandidate& candidate, bool is_being_made,
             bool is_orphan, absl::Time now) {
  if (is_being_made && is_orphan) return true;
  if (!candidate.owners.empty() && AreDead(candidate.owners)) return true;
  const bool is_made_here =
      is_being_made && std::any_of(candidate.creators.begin(),
                                   candidate.creators.end(), IsAliveHere);
  return candidate.expires <= now && !is_made_here;
}

}  // namespace

CleanChoice Choose(const CleanConditions& conditions,
                   const CleanCandidate& candidate, absl::Time now) {
  if (!conditions.any()) return CleanChoice::kTake;
  if (!conditions.cluster_id.empty() &&
      candidate.cluster_id != conditions.cluster_id) {
    return CleanChoice::kLeave;
  }
  if (conditions.older_than.has_value() &&
      candidate.created > now - *conditions.older_than) {
    return CleanChoice::kLeave;
  }
  // Where no creator is told, as on DC/OS E2E's, nothing tells of an end.
  const bool is_being_made =
      !candidate.is_complete && !candidate.creators.empty();
  const bool is_orphan = AreDead(candidate.creators);
  if (conditions.stale) {
    return IsStale(candidate, is_being_made, is_orphan, now)
               ? CleanChoice::kTake
               : CleanChoice::kLeave;
  }
  return !is_being_made || is_orphan ? CleanChoice::kTake
                                     : CleanChoice::kLeaveToItsCreate;
}

}  // namespace minidcos
