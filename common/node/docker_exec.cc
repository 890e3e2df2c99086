#include "common/node/docker_exec.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/transport.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

docker::CreateExecRequest MakeRequest(const Command& command) {
  docker::CreateExecRequest request;
  request.mutable_cmd()->Add(command.argv.begin(), command.argv.end());
  for (const auto& [name, value] : command.environment) {
    request.add_env(absl::StrCat(name, "=", value));
  }
  request.set_user(command.user);
  request.set_working_dir(command.directory);
  request.set_attach_stdout(true);
  request.set_attach_stderr(true);
  return request;
}

// The engine tells on standard output, and by 126, that it could not start a
// command, whatever the reason. We tell it as a shell does: on standard error,
// and by 127 if there is no such command.
class LaunchError {
 public:
  // Whether `piece`, which begins the output, is the engine's own.
  bool Take(const EngineStream::Piece& piece) {
    if (!absl::StartsWith(piece.bytes, "OCI runtime exec failed: ")) {
      return false;
    }
    text_ = piece.bytes;
    return true;
  }

  // The exit code to tell, `exit_code` being the engine's; gives what was taken
  // to where it belongs.
  absl::StatusOr<int> Finish(int exit_code, const OutputSink& on_stdout,
                             const OutputSink& on_stderr) const {
    if (text_.empty()) return exit_code;
    if (exit_code != kCannotRun && exit_code != kNotThere) {
      RETURN_IF_ERROR(on_stdout(text_));
      return exit_code;
    }
    RETURN_IF_ERROR(
        on_stderr(absl::StrCat(absl::StripAsciiWhitespace(text_), "\n")));
    return absl::StrContains(text_, "not found") ||
                   absl::StrContains(text_, "no such file")
               ? kNotThere
               : kCannotRun;
  }

 private:
  static constexpr int kCannotRun = 126;
  static constexpr int kNotThere = 127;

  std::string text_;
};

class DockerExecTransport : public Transport {
 public:
  explicit DockerExecTransport(DockerClient& docker) : docker_(docker) {}

  absl::StatusOr<int> Run(const Context& ctx, const std::string& container_id,
                          const Command& command, const OutputSink& on_stdout,
                          const OutputSink& on_stderr) override {
    absl::StatusOr<std::string> exec =
        docker_.CreateExec(ctx, container_id, MakeRequest(command));
    if (absl::IsNotFound(exec.status())) {
      return WithCode(exec.status(), absl::StatusCode::kFailedPrecondition);
    }
    RETURN_IF_ERROR(exec.status());
    ASSIGN_OR_RETURN(const std::unique_ptr<EngineStream> stream,
                     docker_.StartExec(ctx, *exec, /*tty=*/false));
    LaunchError launch_error;
    RETURN_IF_ERROR(Copy(ctx, *stream, on_stdout, on_stderr, launch_error));
    ASSIGN_OR_RETURN(const int exit_code, ExitCode(ctx, *exec));
    return launch_error.Finish(exit_code, on_stdout, on_stderr);
  }

 private:
  static absl::Status Copy(const Context& ctx, EngineStream& stream,
                           const OutputSink& on_stdout,
                           const OutputSink& on_stderr,
                           LaunchError& launch_error) {
    for (bool first = true;; first = false) {
      ASSIGN_OR_RETURN(const EngineStream::Piece piece, stream.Read(ctx));
      if (piece.bytes.empty()) return absl::OkStatus();
      if (first && launch_error.Take(piece)) continue;
      const bool is_stderr = piece.channel == EngineStream::Channel::kStderr;
      RETURN_IF_ERROR((is_stderr ? on_stderr : on_stdout)(piece.bytes));
    }
  }

  absl::StatusOr<int> ExitCode(const Context& ctx, const std::string& exec) {
    // The engine closes the stream a moment before it notes the exit code.
    constexpr absl::Duration kInterval = absl::Milliseconds(5);
    while (true) {
      ASSIGN_OR_RETURN(const docker::ExecDetails details,
                       docker_.InspectExec(ctx, exec));
      if (!details.running() && details.has_exit_code()) {
        return details.exit_code();
      }
      RETURN_IF_ERROR(ctx.WaitFor(kInterval));
    }
  }

  DockerClient& docker_;
};

}  // namespace

std::shared_ptr<Transport> NewDockerExecTransport(DockerClient& docker) {
  return std::make_shared<DockerExecTransport>(docker);
}

}  // namespace minidcos
