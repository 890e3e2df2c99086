// Commands for a node, run on this machine instead, for tests.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_RUN_HERE_H_
#define MINIDCOS_COMMON_DCOS_WAIT_RUN_HERE_H_

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "testing/fake_transport.h"

namespace minidcos {

// A FakeTransport::Handler.
absl::StatusOr<CommandResult> RunHere(const Context& ctx, const FakeCall& call);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_RUN_HERE_H_
