// What end-to-end tests share: the built tools against a real engine, a cluster
// id and a temporary folder of the test's own, and a look at what is left.
//
// Every test ends with nothing left of its cluster: the fixture removes by its
// label what the test has not. A test that is about leaving nothing asks
// WhatIsLeft().

#ifndef MINIDCOS_TESTING_E2E_E2E_H_
#define MINIDCOS_TESTING_E2E_E2E_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/docker/client.h"
#include "gtest/gtest.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {

class E2eTest : public ::testing::Test {
 protected:
  // On the shared engine, or the one at `host`.
  explicit E2eTest(const std::string& host = "");
  ~E2eTest() override;

  // Runs a tool on this test's cluster: its words after --cluster-id ID.
  ToolResult Run(const std::string& tool,
                 const std::vector<std::string>& words) const;

  // Starts one, to be interrupted.
  std::unique_ptr<RunningTool> Start(
      const std::string& tool, const std::vector<std::string>& words) const;

  const std::string& id() const { return id_; }
  const std::string& temporary_folder() const { return folder_.path(); }
  // The tools' $XDG_RUNTIME_DIR.
  const std::string& runtime_folder() const { return runtime_.path(); }
  DockerClient& docker() const { return *docker_; }
  static Context Deadline();

  // What there is on the engine with this cluster's label, and in the temporary
  // folder: "container NAME", "volume NAME", "file NAME".
  std::vector<std::string> WhatIsLeft() const;

 private:
  std::vector<std::string> Words(const std::vector<std::string>& words) const;
  ToolOptions Options() const;

  const std::unique_ptr<DockerClient> docker_;
  const std::string id_;
  const ScopedFolder folder_;
  const ScopedFolder runtime_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_E2E_E2E_H_
