// The contract of transports: what a command on a node can rely on, whichever
// way it gets there. One suite on real nodes, for docker exec and for ssh.

#ifndef MINIDCOS_TESTING_TRANSPORT_CONTRACT_TRANSPORT_FIXTURE_H_
#define MINIDCOS_TESTING_TRANSPORT_CONTRACT_TRANSPORT_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/node/process.h"
#include "gtest/gtest.h"

namespace minidcos {

// On a cluster of a master and an agent, which all tests share. The parameter
// is a transport's name.
class TransportContract : public ::testing::TestWithParam<std::string> {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();

  // Ends with a test that hangs.
  static Context ctx();
  static DockerClient& docker();

  // The first master, through the transport.
  Node node() const { return Through(GetParam(), NodeRole::kMaster); }
  // The agent, which a test may stop.
  Node agent() const { return Through(GetParam(), NodeRole::kAgent); }
  static Node Through(const std::string& transport, NodeRole role);

  // Runs `command` on the first master with `input`, if it has one.
  absl::StatusOr<CommandResult> Run(const Command& command,
                                    const std::string& input = "") const;

  // Runs a shell script there, which must succeed; its output.
  std::string Shell(const std::string& script) const;

  // Waits until `script`, run there by docker exec, succeeds; false if it never
  // does.
  static bool Becomes(const std::string& script);

  // Kills the agent; starts it again and waits until it is ready.
  static void StopAgent();
  static void StartAgent();

 private:
  static Cluster FindIt();

  static std::string id_;
};

// Reads output until it holds `text`; what came. Empty if it never does.
std::string ReadUntil(const Context& ctx, Process& process,
                      absl::string_view text);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_TRANSPORT_CONTRACT_TRANSPORT_FIXTURE_H_
