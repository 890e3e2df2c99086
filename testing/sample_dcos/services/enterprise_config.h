// What the services of the enterprise variant read of the configuration.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_ENTERPRISE_CONFIG_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_ENTERPRISE_CONFIG_H_

#include "absl/status/statusor.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {

// From this node's expanded.config.full.json.
absl::StatusOr<EnterpriseConfig> ReadEnterpriseConfig();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_ENTERPRISE_CONFIG_H_
