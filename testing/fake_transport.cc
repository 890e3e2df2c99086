#include "testing/fake_transport.h"

#include <signal.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/launcher.h"
#include "common/node/node.h"
#include "common/node/node_identity.h"
#include "common/node/transport.h"
#include "common/status/status_macros.h"

namespace minidcos {

std::string FakeCall::Line() const { return absl::StrJoin(command.argv, " "); }

// A signal may come at any time.
class FakeTransport::Life {
 public:
  void Kill() ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    killed_ = true;
    if (handling_ != nullptr) handling_->Cancel();
  }

  bool killed() const ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return killed_;
  }

  // What Kill() cancels besides; null for nothing.
  void set_handling(Cancellation* handling) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    handling_ = handling;
    if (killed_ && handling != nullptr) handling->Cancel();
  }

 private:
  mutable absl::Mutex mutex_;
  bool killed_ ABSL_GUARDED_BY(mutex_) = false;
  Cancellation* handling_ ABSL_GUARDED_BY(mutex_) = nullptr;
};

// Prints the launcher's line, then what the handler says, unless a signal has
// come first.
class FakeTransport::FakeProgram : public RemoteProgram {
 public:
  FakeProgram(FakeCall call, int session, const FakeTransport::Handler& handler,
              std::shared_ptr<Life> life, bool has_input)
      : call_(std::move(call)),
        session_(session),
        handler_(handler),
        life_(std::move(life)),
        input_ended_(!has_input) {}

  absl::StatusOr<Piece> Read(const Context& ctx) override {
    RETURN_IF_ERROR(ctx.Check());
    if (!std::exchange(has_begun_, true)) {
      return Piece{.bytes = LaunchLine(session_)};
    }
    if (!result_.has_value()) {
      RETURN_IF_ERROR(AwaitInput(ctx));
      if (life_->killed()) return Piece();
      Cancellation handling(ctx);
      life_->set_handling(&handling);
      absl::StatusOr<CommandResult> result =
          handler_(ctx.WithCancellation(handling), call_);
      life_->set_handling(nullptr);
      if (life_->killed()) return Piece();
      // A command that failed so is over, whoever reads on.
      result_ = result.ok() ? *result : CommandResult();
      RETURN_IF_ERROR(result.status());
    }
    if (!result_->stdout_text.empty()) {
      return Piece{.bytes = std::exchange(result_->stdout_text, "")};
    }
    return Piece{.is_stderr = true,
                 .bytes = std::exchange(result_->stderr_text, "")};
  }

  absl::Status Write(const Context&, absl::string_view bytes) override {
    const absl::MutexLock lock(&mutex_);
    absl::StrAppend(&call_.input, bytes);
    return absl::OkStatus();
  }

  absl::Status CloseWrite() override {
    const absl::MutexLock lock(&mutex_);
    input_ended_ = true;
    return absl::OkStatus();
  }

  absl::Status Resize(const Context&, TerminalSize) override {
    return absl::OkStatus();
  }

  absl::StatusOr<int> Wait(const Context&) override {
    return result_.has_value() ? result_->exit_code : 128 + SIGKILL;
  }

 private:
  absl::Status AwaitInput(const Context& ctx) {
    while (true) {
      {
        const absl::MutexLock lock(&mutex_);
        if (input_ended_ || life_->killed()) return absl::OkStatus();
      }
      RETURN_IF_ERROR(ctx.WaitFor(absl::Milliseconds(1)));
    }
  }

  absl::Mutex mutex_;
  FakeCall call_;
  const int session_;
  const FakeTransport::Handler& handler_;
  const std::shared_ptr<Life> life_;
  bool has_begun_ = false;
  bool input_ended_;
  std::optional<CommandResult> result_;
};

// What sends a signal does so without a word.
std::unique_ptr<RemoteProgram> FakeTransport::SignalSender() {
  static const auto& silent = *new FakeTransport::Handler(
      [](const Context&, const FakeCall&) { return CommandResult(); });
  return std::make_unique<FakeProgram>(FakeCall(), 0, silent,
                                       std::make_shared<Life>(), false);
}

Transport::Limits FakeTransport::limits() const {
  return {.line = size_t{1} << 20, .utf8 = false, .carries_environment = true};
}

absl::StatusOr<std::unique_ptr<RemoteProgram>> FakeTransport::Start(
    const Context& ctx, const NodeIdentity& node, const ProgramStart& start) {
  RETURN_IF_ERROR(ctx.Check());
  std::optional<Command> command = CommandOfLaunch(start.argv);
  const absl::MutexLock lock(&mutex_);
  if (!command.has_value()) {
    int session = 0;
    if (!absl::SimpleAtoi(start.argv.back(), &session)) return SignalSender();
    signals_.push_back(absl::StrCat(node.container_id, " ",
                                    start.argv[start.argv.size() - 2]));
    lives_[session - 1]->Kill();
    return SignalSender();
  }
  command->environment = start.environment;
  calls_.push_back({node.container_id, *std::move(command)});
  lives_.push_back(std::make_shared<Life>());
  return std::make_unique<FakeProgram>(
      calls_.back(), static_cast<int>(lives_.size()), handler_, lives_.back(),
      start.has_input);
}

std::vector<std::string> FakeTransport::signals() const {
  const absl::MutexLock lock(&mutex_);
  return signals_;
}

std::vector<FakeCall> FakeTransport::calls() const {
  const absl::MutexLock lock(&mutex_);
  return calls_;
}

Node FakeNode(NodeRole role, int index, const std::string& ip_address,
              std::shared_ptr<Transport> transport) {
  const std::string reference = absl::StrCat(NodeRoleName(role), "_", index);
  return Node({.role = role,
               .index = index,
               .container_id = reference,
               .container_name = reference,
               .ip_address = ip_address,
               .state = "running"},
              std::move(transport));
}

}  // namespace minidcos
