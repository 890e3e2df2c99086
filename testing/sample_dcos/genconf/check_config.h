// dcos-check-config.json, the checks of a node: those that DC/OS has, and those
// that the user adds with `custom_checks`.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_CHECK_CONFIG_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_CHECK_CONFIG_H_

#include <string>

#include "absl/status/statusor.h"
#include "testing/sample_dcos/genconf/config_file.h"

namespace minidcos::sample {

// Why `custom_checks` cannot be added; nothing if they can, or there are none.
std::string ValidateCustomChecks(const Arguments& arguments);

// The file. Takes only custom checks that ValidateCustomChecks() took.
// kInternal if the embedded checks are broken.
absl::StatusOr<std::string> CheckConfigJson(const Arguments& arguments);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_CHECK_CONFIG_H_
