// Checks of the clusters that there are. Each Check... finds the facts, its
// Judge... says what they mean.

#ifndef MINIDCOS_COMMON_DOCTOR_CLUSTER_CHECKS_H_
#define MINIDCOS_COMMON_DOCTOR_CLUSTER_CHECKS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/cluster/cluster.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"

namespace minidcos {

// `things` are as CleanPlan::Lines() names them.
Finding JudgeLeftOvers(const std::vector<std::string>& things);
absl::StatusOr<Finding> CheckLeftOvers(Examination& examination);

Finding JudgeSchemas(const std::vector<Cluster>& clusters);
absl::StatusOr<Finding> CheckSchemas(Examination& examination);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_CLUSTER_CHECKS_H_
