// What tests of Exec() share.

#ifndef MINIDCOS_TOOLS_EXEC_EXEC_FIXTURE_H_
#define MINIDCOS_TOOLS_EXEC_EXEC_FIXTURE_H_

#include <sys/mman.h>
#include <unistd.h>

#include <sstream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/fake_nodes.h"
#include "common/node/node.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "tools/exec/exec.h"

namespace minidcos {

// An engine with the cluster "default", of a master and two agents. Standard
// input is no terminal.
class ExecTest : public testing::Test {
 protected:
  ExecTest() : in_fd_(memfd_create("input", MFD_CLOEXEC)) {
    engine_.AddContainer(FakeNodeContainer("default", NodeRole::kMaster, 0));
    engine_.AddContainer(FakeNodeContainer("default", NodeRole::kAgent, 0));
    engine_.AddContainer(FakeNodeContainer("default", NodeRole::kAgent, 1));
  }
  ~ExecTest() override { close(in_fd_); }

  absl::StatusOr<int> Run(const ExecOptions& options,
                          absl::Duration timeout = absl::Seconds(30)) {
    return Exec(Context().WithTimeout(timeout), engine_.client(), options,
                {out_, err_, progress_, in_fd_, in_fd_});
  }

  void SetInput(const std::string& input) {
    ASSERT_EQ(pwrite(in_fd_, input.data(), input.size(), 0), input.size());
  }

  const int in_fd_;
  FakeEngine engine_;
  std::ostringstream out_;
  std::ostringstream err_;
  RecordingProgress progress_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_EXEC_EXEC_FIXTURE_H_
