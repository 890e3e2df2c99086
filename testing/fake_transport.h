// Nodes whose commands a test answers.
//
//   auto transport = std::make_shared<FakeTransport>(
//       [](const Context&, const FakeCall& call) -> CommandResult {
//         return {.exit_code = 1, .stderr_text = "no such file\n"};
//       });
//   const Node node = FakeNode(NodeRole::kAgent, 0, "172.17.0.3", transport);

#ifndef MINIDCOS_TESTING_FAKE_TRANSPORT_H_
#define MINIDCOS_TESTING_FAKE_TRANSPORT_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/node/node_identity.h"
#include "common/node/transport.h"

namespace minidcos {

struct FakeCall {
  std::string container_id;
  Command command;
  // All that was sent to it.
  std::string input;

  // The words of the command, joined by spaces.
  std::string Line() const;
};

class FakeTransport : public Transport {
 public:
  // Answers a command, on whatever thread reads its output, once its input has
  // ended.
  using Handler = std::function<absl::StatusOr<CommandResult>(const Context&,
                                                              const FakeCall&)>;

  explicit FakeTransport(Handler handler) : handler_(std::move(handler)) {}

  Limits limits() const override;
  absl::StatusOr<std::unique_ptr<RemoteProgram>> Start(
      const Context& ctx, const NodeIdentity& node,
      const ProgramStart& start) override;

  // What has been run so far, in the order of beginning; without input.
  std::vector<FakeCall> calls() const ABSL_LOCKS_EXCLUDED(mutex_);

  // "agent_0 TERM": the signals that were sent; each ends its command.
  std::vector<std::string> signals() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  class FakeProgram;
  class Life;
  static std::unique_ptr<RemoteProgram> SignalSender();

  const Handler handler_;
  mutable absl::Mutex mutex_;
  std::vector<FakeCall> calls_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> signals_ ABSL_GUARDED_BY(mutex_);
  // By session, from 1.
  std::vector<std::shared_ptr<Life>> lives_ ABSL_GUARDED_BY(mutex_);
};

// A running node; its container's id and name are its reference ("agent_0").
Node FakeNode(NodeRole role, int index, const std::string& ip_address,
              std::shared_ptr<Transport> transport);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_FAKE_TRANSPORT_H_
