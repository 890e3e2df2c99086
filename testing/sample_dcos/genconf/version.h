// What differs between versions of DC/OS goes by their numbers.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_VERSION_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_VERSION_H_

#include <string>

namespace minidcos::sample {

// Whether `version`, such as "2.1.0-sample", is `major`.`minor` or later.
bool IsAtLeast(const std::string& version, int major, int minor);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_VERSION_H_
