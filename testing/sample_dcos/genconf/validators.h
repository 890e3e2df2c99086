// What values of config.yaml have to be, in the words of the real genconf. Each
// function returns the message for a bad value, and nothing for a good one.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_VALIDATORS_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_VALIDATORS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace minidcos::sample {

std::string ValidateBootstrapUrl(absl::string_view url);

std::string ValidateOneOf(absl::string_view value,
                          std::vector<std::string> allowed);

// JSON text of a list of unique IPv4 addresses.
std::string ValidateMasterList(absl::string_view json);

std::string ValidateNumMasters(int count);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_VALIDATORS_H_
