// A machine that reaches an engine by nothing but one published port, as a Mac
// does: a network namespace whose only interface is its own 127.0.0.1, at which
// what connects to the port comes out in the engine's network, at the same port
// of the 127.0.0.1 there.

#ifndef MINIDCOS_TESTING_E2E_STRANDED_CLIENT_H_
#define MINIDCOS_TESTING_E2E_STRANDED_CLIENT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {

// What OpenVPN needs: in a container it may be missing, though the kernel has
// it. A failure is the test's.
void MakeTunDevice();

class StrandedClient {
 public:
  // `network` is the engine's, as nsenter takes it; `folder` must have a path
  // short enough for a socket. Needs root and the programs socat, unshare,
  // nsenter and ip; a failure is the test's.
  StrandedClient(const std::string& network, int port,
                 const std::string& folder);

  // Runs a program there, to its end.
  ToolResult Run(const std::vector<std::string>& argv,
                 const std::string& input = "") const;

  // Starts one there.
  std::unique_ptr<RunningTool> Start(
      const std::vector<std::string>& argv) const;

  // Starts OpenVPN with the profile at `path`, and waits until it is connected.
  std::unique_ptr<RunningTool> Connect(const std::string& path) const;

 private:
  std::vector<std::string> Enter(const std::vector<std::string>& argv) const;

  const std::unique_ptr<RunningTool> outside_;
  const std::unique_ptr<RunningTool> inside_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_E2E_STRANDED_CLIENT_H_
