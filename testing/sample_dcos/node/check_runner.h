// `dcos-check-runner`: runs the configured checks and tells their results as
// JSON.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_NODE_CHECK_RUNNER_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_NODE_CHECK_RUNNER_H_

#include <ostream>
#include <string>
#include <vector>

namespace minidcos::sample {

// `check [cluster|node-prestart|node-poststart [NAME...] [--list]]`, with
// --check-config FILE and --role master|agent, which is this node's if not
// given.
//
// Exits with the highest status of the checks; of one that timed out or exited
// with something else, that is 3. Where a check is not found or cannot be run,
// prints `error` and `checks` and exits with 0, as the real one does; 1 for a
// bad type or configuration.
int RunChecks(const std::vector<std::string>& arguments, std::ostream& out,
              std::ostream& err);

// RunChecks() on the standard streams.
int CheckRunnerMain(const std::vector<std::string>& arguments);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_NODE_CHECK_RUNNER_H_
