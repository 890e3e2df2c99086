// What a tool says that could not make a cluster, beside its error.
//
//   const absl::Status made = ProvisionCluster(operation, options);
//   if (!made.ok()) {
//     ExplainFailure(operation, {.engine = app.engine()}, Explains::kNodes,
//                    made);
//   }
//   return made;

#ifndef MINIDCOS_COMMON_DOCTOR_AFTER_FAILURE_H_
#define MINIDCOS_COMMON_DOCTOR_AFTER_FAILURE_H_

#include "absl/status/status.h"
#include "common/cluster/operation.h"
#include "common/doctor/checks.h"
#include "common/doctor/examination.h"

namespace minidcos {

// Runs the checks that may tell why `failure` came to be, while making bare
// nodes or nodes with DC/OS, and warns through operation.progress of what is
// not well. Takes a quarter of a minute at most. Does nothing if the failure is
// about what the user has asked for, or an interrupt.
void ExplainFailure(const Operation& operation,
                    const ExaminationOptions& options, Explains making,
                    const absl::Status& failure);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_AFTER_FAILURE_H_
