// A Bazel of the test's own, for what only Bazel does to a test: in a workspace
// of its own, to which minidcos is another repository. The tools in that are
// those that are built already, so that nothing is compiled.
//
//   NestedBazel bazel;
//   bazel.Write("BUILD.bazel", "...");
//   EXPECT_EQ(bazel.Run({"test", "//:works"}).exit_code, 0);

#ifndef MINIDCOS_TESTING_E2E_NESTED_BAZEL_H_
#define MINIDCOS_TESTING_E2E_NESTED_BAZEL_H_

#include <memory>
#include <string>
#include <vector>

#include "common/base/files.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {

class NestedBazel {
 public:
  // Makes the workspace, with the .bazelrc of testing/examples.
  NestedBazel();

  // Ends the server and removes all of it.
  ~NestedBazel();
  NestedBazel(const NestedBazel&) = delete;
  NestedBazel& operator=(const NestedBazel&) = delete;

  // Writes a file of the workspace, an executable one.
  void Write(const std::string& name, const std::string& content) const;

  // Runs a command of Bazel to its end, or starts it.
  ToolResult Run(const std::vector<std::string>& words) const;
  std::unique_ptr<RunningTool> Start(
      const std::vector<std::string>& words) const;

  // Where `file` of the results of the test //:`test` is.
  std::string ResultPath(const std::string& test,
                         const std::string& file) const;

 private:
  const ScopedFolder folder_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_E2E_NESTED_BAZEL_H_
