// The subnets that an engine gives to networks for which nobody names one.

#ifndef MINIDCOS_COMMON_DOCTOR_ADDRESS_POOLS_H_
#define MINIDCOS_COMMON_DOCTOR_ADDRESS_POOLS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/doctor/engine_info.pb.h"

namespace minidcos {

// How many are left of `pools`, or of Docker's own if there are none: those
// that overlap with none of `taken`, such as "172.17.0.0/16". What is no IPv4
// subnet counts for nothing.
int CountFreeSubnets(const std::vector<doctor::AddressPool>& pools,
                     const std::vector<std::string>& taken);

// The destinations of `table`, a machine's routes as /proc/net/route of Linux
// has them, such as "10.8.0.0/24"; not the default route.
std::vector<std::string> RoutedSubnets(absl::string_view table);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_ADDRESS_POOLS_H_
