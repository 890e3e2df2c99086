// `dcos-checks`: the single checks that the check runner runs.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_NODE_CHECKS_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_NODE_CHECKS_H_

#include <string>
#include <vector>

namespace minidcos::sample {

// A check's exit code.
enum CheckStatus { kOk = 0, kWarning = 1, kFailure = 2, kUnknown = 3 };

// `dcos-checks [--role ROLE] CHECK [ARGUMENT]`; CHECK is components,
// executable NAME, ip, mesos-metrics, journald or time. Prints what it found
// and returns a CheckStatus.
int ChecksMain(const std::vector<std::string>& arguments);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_NODE_CHECKS_H_
