// config.yaml as genconf sees it: every value a text.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_CONFIG_FILE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_CONFIG_FILE_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace minidcos::sample {

// Configuration keys and their values. A list or map of config.yaml is its JSON
// text, a bool `true` or `false`, a number its decimal digits.
using Arguments = std::map<std::string, std::string>;

// Reads the text of a config.yaml. kDataLoss if it is no YAML; kInvalidArgument
// if it is no mapping or has a value of a type that DC/OS refuses (null,
// float).
absl::StatusOr<Arguments> ParseConfig(const std::string& yaml);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_CONFIG_FILE_H_
