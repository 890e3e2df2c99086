// What a Mesos agent offers.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_MESOS_RESOURCES_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_MESOS_RESOURCES_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {

// The resources that `told`, the value of MESOS_RESOURCES, names; processors
// and memory that it does not name are the machine's. kInvalidArgument if it is
// not empty and no JSON of Mesos's:
// https://mesos.apache.org/documentation/latest/attributes-resources/
absl::StatusOr<AgentResources> FindResources(absl::string_view told);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_MESOS_RESOURCES_H_
