// The small program that starts a command on a node (launch.sh) and makes every
// transport behave the same: user, folder, terminal and words are its business,
// and it tells which session the command is in, so that it can be ended.

#ifndef MINIDCOS_COMMON_NODE_LAUNCHER_H_
#define MINIDCOS_COMMON_NODE_LAUNCHER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node_identity.h"
#include "common/node/transport.h"

namespace minidcos {

// What starts `command` by `transport`. What the transport cannot carry is
// written to a file of mode 0600 on a tmpfs of the node, which the launcher
// removes. kInvalidArgument for a command that no node could run.
absl::StatusOr<ProgramStart> PrepareLaunch(const Context& ctx,
                                           Transport& transport,
                                           const NodeIdentity& node,
                                           const Command& command);

// The session that the launcher's line tells, taken from the front of `output`
// together with what a login may have printed before; nullopt if the line is
// not there yet.
std::optional<int> TakeLaunchLine(std::string& output);

// The launcher's line as it prints it, and the command that was to be started
// by `argv`, if PrepareLaunch made that: for transports of tests.
std::string LaunchLine(int session);
std::optional<Command> CommandOfLaunch(const std::vector<std::string>& argv);

// What sends the signal `name` ("TERM") to every process of `session`.
ProgramStart SignalSession(absl::string_view name, int session);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_LAUNCHER_H_
