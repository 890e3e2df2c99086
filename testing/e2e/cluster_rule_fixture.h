// A project of tests with clusters, in a Bazel of the test's own, for tests of
// testing/cluster_test.bzl.

#ifndef MINIDCOS_TESTING_E2E_CLUSTER_RULE_FIXTURE_H_
#define MINIDCOS_TESTING_E2E_CLUSTER_RULE_FIXTURE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/base/files.h"
#include "testing/e2e/e2e.h"
#include "testing/e2e/nested_bazel.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {

class ClusterTestRule : public E2eTest {
 protected:
  // Its server takes as long to start as a test to run.
  static void SetUpTestSuite() { bazel_ = std::make_unique<NestedBazel>(); }
  static void TearDownTestSuite() { bazel_.reset(); }

  ClusterTestRule();

  // Runs `bazel test` with these words.
  ToolResult Test(std::vector<std::string> words) const;

  // Starts //:waits with these options and returns once its cluster is ready.
  std::unique_ptr<RunningTool> StartWaiting(
      const std::vector<std::string>& options = {}) const;

  // What a test has written into the folder where they meet; empty if nothing.
  std::string Met(const std::string& name) const;
  void Forget(const std::string& name) const;

  // A file of the results of the test //:`test`.
  std::string Result(const std::string& test, const std::string& file) const;

  // The nodes' journals in the undeclared outputs of a test.
  std::string Journals(const std::string& test) const;

  // Within the time that Bazel gives between SIGTERM and SIGKILL, and some
  // more.
  bool IsNothingLeftSoon() const;

  // Containers go with the lease, and what no node can take with it by `clean`.
  void ExpectNothingLeftAfterTheLease() const;

 private:
  std::string Meeting() const;
  std::map<std::string, std::string> Project() const;

  const ScopedFolder meeting_;
  static inline std::unique_ptr<NestedBazel> bazel_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_E2E_CLUSTER_RULE_FIXTURE_H_
