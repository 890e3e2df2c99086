// The check that makes a cluster.

#ifndef MINIDCOS_COMMON_DOCTOR_FULL_CHECK_H_
#define MINIDCOS_COMMON_DOCTOR_FULL_CHECK_H_

#include "absl/status/statusor.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"

namespace minidcos {

// Builds the node image, if need be, makes a cluster of one node and, with the
// Docker inside, a container that keeps something on a volume for another to
// find; then removes the cluster.
absl::StatusOr<Finding> CheckCluster(Examination& examination);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_FULL_CHECK_H_
