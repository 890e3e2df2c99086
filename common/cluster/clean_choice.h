// Which of what is labelled ours a clean takes: a pure function of what is
// known of a cluster, so that every rule can be read, and tested, in one place.

#ifndef MINIDCOS_COMMON_CLUSTER_CLEAN_CHOICE_H_
#define MINIDCOS_COMMON_CLUSTER_CLEAN_CHOICE_H_

#include <optional>
#include <set>
#include <string>

#include "absl/time/time.h"

namespace minidcos {

// By default all that is labelled ours. Each condition leaves some of it out,
// and with any of them a cluster that may still be being made is left alone: it
// is not complete, and its create is not surely gone (common/base/process_id.h:
// one on another host never is).
struct CleanConditions {
  // Only what is of this cluster; empty for any.
  std::string cluster_id;
  // Only what a create that is gone has not completed, what a tool that is gone
  // has made for itself, what was to live only as long as a process that is
  // gone, and what has expired: complete or not, and whichever host has made
  // it, but for what a create on this host is still making.
  bool stale = false;
  // Only what was made longer ago than this; of any age if not given.
  std::optional<absl::Duration> older_than;
  // The containers too that have no label of ours and a name that begins with
  // this and a '-'; none if empty.
  std::string unlabelled_prefix;

  bool any() const {
    return stale || !cluster_id.empty() || older_than.has_value();
  }
};

// What is chosen or left as one: all of a cluster, or a thing that is of none.
struct CleanCandidate {
  // Empty for what is of none.
  std::string cluster_id;
  // The processes that made it (process_id.h), as far as they are told.
  std::set<std::string> creators;
  // Those that it is to live only as long as; none if it lives until it is
  // destroyed, or somebody wants it kept (lease/is_kept.h).
  std::set<std::string> owners;
  bool is_complete = false;
  absl::Time created = absl::InfiniteFuture();
  // Of all of its parts the last; never if one does not tell.
  absl::Time expires = absl::InfiniteFuture();
};

enum class CleanChoice {
  kTake,
  kLeave,
  // It would go, if it were not perhaps still being made.
  kLeaveToItsCreate,
};

CleanChoice Choose(const CleanConditions& conditions,
                   const CleanCandidate& candidate, absl::Time now);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_CLEAN_CHOICE_H_
