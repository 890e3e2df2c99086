// The claim on a cluster id. The name of master-0 is one: the engine refuses a
// second container of it. Under another --container-name-prefix the name is
// another, and the claim is what this file says: the older master keeps the id.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_CLAIM_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_CLAIM_H_

#include "absl/status/status.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/undo.h"

namespace minidcos {

// Whether the id of `creation`, which has made its first master, is its own.
// kAlreadyExists, naming the other master, if another creation holds it: one
// that is complete, or whose first master is older.
//
// A master may show some time after the moment that the engine gives as its
// creation, so one look is not enough: look once after the first master is
// created, and again before the cluster is marked as complete.
absl::Status CheckClaim(const Operation& operation, const Creation& creation);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_CLAIM_H_
