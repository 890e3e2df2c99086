// A fixture for tests of the options of DockerBackend on real nodes.

#ifndef MINIDCOS_TESTING_E2E_OPTIONS_FIXTURE_H_
#define MINIDCOS_TESTING_E2E_OPTIONS_FIXTURE_H_

#include <map>
#include <string>
#include <vector>

#include "common/base/json.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {

class OptionsTest : public E2eTest {
 protected:
  // The words for a cluster of a master alone.
  const std::vector<std::string> kOneNode = {"--agents=0", "--public-agents=0"};

  void Provision(const std::vector<std::string>& words) {
    const ToolResult result = Run("provision", words);
    ASSERT_EQ(result.exit_code, 0) << result;
  }

  // Expects that `words` are refused, with `complaint`, and nothing is made.
  void ExpectRefusal(std::vector<std::string> words, int exit_code,
                     const std::string& complaint) {
    words.insert(words.end(), kOneNode.begin(), kOneNode.end());
    const ToolResult result = Run("provision", words);
    EXPECT_EQ(result.exit_code, exit_code) << result;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, ::testing::HasSubstr(complaint));
    EXPECT_THAT(WhatIsLeft(), ::testing::IsEmpty());
  }

  void Destroy() {
    EXPECT_EQ(Run("destroy", {}).exit_code, 0);
    EXPECT_THAT(WhatIsLeft(), ::testing::IsEmpty());
  }

  // Run() with more variables in the environment.
  ToolResult RunWith(std::map<std::string, std::string> environment,
                     const std::string& tool, std::vector<std::string> words) {
    environment["DOCKER_HOST"] = docker().host();
    environment["TMPDIR"] = temporary_folder();
    words.insert(words.begin(), {"--cluster-id", id()});
    return RunToEnd(ToolPath(tool), words, {.environment = environment});
  }

  // What a shell line prints on a node.
  std::string Shell(const std::string& node, const std::string& line) {
    const ToolResult result = Run("exec", {"--node", node, "sh", "-c", line});
    EXPECT_EQ(result.exit_code, 0) << line << "\n" << result;
    return result.out;
  }

  InspectedNode Master() {
    const ToolResult result = Run("inspect", {});
    EXPECT_EQ(result.exit_code, 0) << result;
    InspectReport report;
    EXPECT_THAT(ParseJson(result.out, report), IsOk());
    return report.nodes().masters(0);
  }
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_E2E_OPTIONS_FIXTURE_H_
