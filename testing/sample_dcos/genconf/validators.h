// What values of config.yaml have to be, in the words of the real genconf. Each
// function returns the message for a bad value, and nothing for a good one.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_VALIDATORS_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_VALIDATORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace minidcos::sample {

std::string ValidateAbsolutePath(absl::string_view path);

std::string ValidateBootstrapUrl(absl::string_view url);

// Domains, separated by spaces.
std::string ValidateDnsSearch(absl::string_view domains);

std::string ValidateInteger(absl::string_view value, int64_t low, int64_t high);

std::string ValidateLogRetention(absl::string_view mebibytes);

// JSON text of a list of unique IPv4 addresses.
std::string ValidateMasterList(absl::string_view json);

std::string ValidateNumMasters(absl::string_view count);

std::string ValidateOneOf(absl::string_view value,
                          std::vector<std::string> allowed);

// A PEM block.
std::string ValidatePublicKey(absl::string_view key);

// JSON text of a list of unique IPv4 addresses, with ports or without, none of
// which is DC/OS's own resolver.
std::string ValidateResolvers(absl::string_view json);

std::string ValidateTrueFalse(absl::string_view value);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_VALIDATORS_H_
