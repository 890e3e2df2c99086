#include "common/node/docker_exec.h"

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/stream.h"
#include "common/node/command.h"
#include "common/node/node_identity.h"
#include "common/node/transport.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// An idle stream and one whose engine is dead look the same: after so long
// without output the engine is asked whether it is there.
constexpr absl::Duration kIdle = absl::Seconds(10);

docker::CreateExecRequest MakeRequest(const ProgramStart& start) {
  docker::CreateExecRequest request;
  request.mutable_cmd()->Add(start.argv.begin(), start.argv.end());
  for (const auto& [name, value] : start.environment) {
    request.add_env(absl::StrCat(name, "=", value));
  }
  request.set_user("0");
  request.set_tty(start.terminal.has_value());
  request.set_attach_stdin(start.has_input);
  request.set_attach_stdout(true);
  request.set_attach_stderr(true);
  return request;
}

// Asks an engine whether it is there, beside other work.
class Ping {
 public:
  explicit Ping(DockerClient& docker)
      : answer_(std::async(std::launch::async, [this, &docker] {
          return docker.Ping(Context().WithCancellation(over_));
        })) {}
  ~Ping() { over_.Cancel(); }
  Ping(const Ping&) = delete;
  Ping& operator=(const Ping&) = delete;

  // Whether nothing answered, once that is known.
  absl::Status Answer() {
    const absl::Status answer = answer_.get();
    // An engine with an error of its own is there all the same.
    return absl::IsUnavailable(answer) ? answer : absl::OkStatus();
  }

 private:
  Cancellation over_;
  std::future<absl::Status> answer_;
};

class DockerExec : public RemoteProgram {
 public:
  DockerExec(DockerClient& docker, std::string exec,
             std::unique_ptr<EngineStream> stream, bool has_terminal)
      : docker_(docker),
        exec_(std::move(exec)),
        stream_(std::move(stream)),
        has_terminal_(has_terminal) {}

  absl::StatusOr<Piece> Read(const Context& ctx) override {
    std::unique_ptr<Ping> ping;
    while (true) {
      absl::StatusOr<EngineStream::Piece> piece =
          stream_->Read(ctx.WithTimeout(kIdle));
      if (piece.ok()) {
        return Piece{
            .is_stderr = piece->channel == EngineStream::Channel::kStderr,
            .bytes = std::move(piece->bytes)};
      }
      RETURN_IF_ERROR(ctx.Check());
      if (!absl::IsDeadlineExceeded(piece.status())) return piece.status();
      if (ping != nullptr) RETURN_IF_ERROR(ping->Answer());
      ping = std::make_unique<Ping>(docker_);
    }
  }

  absl::Status Write(const Context& ctx, absl::string_view bytes) override {
    return stream_->Write(ctx, bytes);
  }

  // A terminal's input has no end; the engine would take it for ours.
  absl::Status CloseWrite() override {
    return has_terminal_ ? absl::OkStatus() : stream_->CloseWrite();
  }

  absl::Status Resize(const Context& ctx, TerminalSize size) override {
    return docker_.ResizeExec(ctx, exec_, size.rows, size.columns);
  }

  absl::StatusOr<int> Wait(const Context& ctx) override {
    // The engine closes the stream a moment before it notes the exit code.
    constexpr absl::Duration kInterval = absl::Milliseconds(5);
    while (true) {
      ASSIGN_OR_RETURN(const docker::ExecDetails details,
                       docker_.InspectExec(ctx, exec_));
      if (!details.running() && details.has_exit_code()) {
        return details.exit_code();
      }
      RETURN_IF_ERROR(ctx.WaitFor(kInterval));
    }
  }

 private:
  DockerClient& docker_;
  const std::string exec_;
  const std::unique_ptr<EngineStream> stream_;
  const bool has_terminal_;
};

class EngineArchives : public ArchiveRoad {
 public:
  explicit EngineArchives(DockerClient& docker) : docker_(docker) {}

  absl::StatusOr<std::vector<std::string>> MountPoints(
      const Context& ctx, const NodeIdentity& node) override {
    ASSIGN_OR_RETURN(const docker::ContainerDetails details,
                     docker_.InspectContainer(ctx, node.container_id));
    std::vector<std::string> points;
    for (const docker::MountPoint& mount : details.mounts()) {
      // Of a tmpfs the engine sees what is below it.
      if (mount.type() != "tmpfs") points.push_back(mount.destination());
    }
    return points;
  }

  absl::Status Put(
      const Context& ctx, const NodeIdentity& node, const std::string& folder,
      const std::function<absl::StatusOr<std::string>()>& tar) override {
    absl::Status status =
        docker_.PutArchiveFrom(ctx, node.container_id, folder, tar);
    // The engine has received more than it has written. It holds the container
    // until it is done, so that this call waits for it.
    constexpr absl::Duration kRest = absl::Seconds(10);
    if (!status.ok()) {
      docker_
          .PathExists(Context().WithTimeout(kRest), node.container_id, folder)
          .status()
          .IgnoreError();
    }
    return NotOfTheArguments(status);
  }

  absl::Status Get(const Context& ctx, const NodeIdentity& node,
                   const std::string& path, const OutputSink& sink) override {
    return NotOfTheArguments(
        docker_.GetArchiveInto(ctx, node.container_id, path, sink));
  }

 private:
  DockerClient& docker_;
};

class DockerExecTransport : public Transport {
 public:
  explicit DockerExecTransport(DockerClient& docker)
      : docker_(docker), archives_(docker) {}

  ArchiveRoad* archive_road() override { return &archives_; }

  // No limit of the line's length but the kernel's.
  Limits limits() const override {
    return {.line = SIZE_MAX, .utf8 = true, .carries_environment = true};
  }

  absl::StatusOr<std::unique_ptr<RemoteProgram>> Start(
      const Context& ctx, const NodeIdentity& node,
      const ProgramStart& start) override {
    absl::StatusOr<std::string> exec =
        docker_.CreateExec(ctx, node.container_id, MakeRequest(start));
    if (absl::IsNotFound(exec.status())) {
      return WithCode(exec.status(), absl::StatusCode::kFailedPrecondition);
    }
    if (absl::IsUnknown(exec.status())) RETURN_IF_ERROR(CheckRuns(ctx, node));
    RETURN_IF_ERROR(exec.status());
    ASSIGN_OR_RETURN(std::unique_ptr<EngineStream> stream,
                     docker_.StartExec(ctx, *exec, start.terminal.has_value()));
    return std::make_unique<DockerExec>(docker_, *exec, std::move(stream),
                                        start.terminal.has_value());
  }

 private:
  // podman's service refuses a stopped container by the code of all its other
  // failures.
  absl::Status CheckRuns(const Context& ctx, const NodeIdentity& node) {
    ASSIGN_OR_RETURN(const docker::ContainerDetails details,
                     docker_.InspectContainer(ctx, node.container_id));
    if (details.state().running()) return absl::OkStatus();
    return absl::FailedPreconditionError(
        absl::StrCat("it is not running (", details.state().status(), ")"));
  }

  DockerClient& docker_;
  EngineArchives archives_;
};

}  // namespace

std::shared_ptr<Transport> NewDockerExecTransport(DockerClient& docker) {
  return std::make_shared<DockerExecTransport>(docker);
}

}  // namespace minidcos
