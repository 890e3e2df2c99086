// Checks of what is beyond the engine's machine. Each Check... finds the facts,
// its Judge... says what they mean.

#ifndef MINIDCOS_COMMON_DOCTOR_ONLINE_CHECKS_H_
#define MINIDCOS_COMMON_DOCTOR_ONLINE_CHECKS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/probe_report.h"

namespace minidcos {

// What came of asking for `image`, of which nothing is pulled. `has_packages`:
// images of Debian are made of packages on this machine.
Finding JudgeRegistry(const std::string& image, const absl::Status& status,
                      bool has_packages);
absl::StatusOr<Finding> CheckRegistry(Examination& examination);

// What a container told of its way to `host`. `has_proxy`: this machine does
// not go there directly either.
Finding JudgeInternet(const std::string& host, const ProbeReport& report,
                      bool has_proxy);
absl::StatusOr<Finding> CheckInternet(Examination& examination);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_ONLINE_CHECKS_H_
