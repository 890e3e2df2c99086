// Built test programs, run on an engine of the matrix.

#ifndef MINIDCOS_TESTING_ENGINES_TEST_PROGRAM_H_
#define MINIDCOS_TESTING_ENGINES_TEST_PROGRAM_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "testing/real_engine/private_engine.h"

namespace minidcos {

struct TestResult {
  int passed = 0;
  // "Suite.Case", and what befell the program if no case is to blame.
  std::vector<std::string> failed;
  // All that the program said.
  std::string output;
};

// Reads what a GoogleTest program wrote on its standard output before it ended
// with `exit_code`. A case in which it ended has failed.
TestResult ReadTestOutput(absl::string_view output, int exit_code);

// The test programs among our runfiles, by name, such as "ssh_test"; the value
// is the path.
std::map<std::string, std::string> TestPrograms();

// Runs the program at `path` with `engine` as its Docker engine, in the network
// of that, so that it reaches the nodes. `filter` is GoogleTest's, empty for
// all cases.
absl::StatusOr<TestResult> RunTestProgram(const Context& ctx,
                                          const PrivateEngine& engine,
                                          const std::string& path,
                                          const std::string& filter);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_ENGINES_TEST_PROGRAM_H_
