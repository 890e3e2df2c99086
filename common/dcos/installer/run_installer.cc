#include "common/dcos/installer/run_installer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/sockets.h"
#include "common/base/subprocess.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/operation.h"
#include "common/dcos/installer/installer.h"
#include "common/dcos/output_tail.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// How long the engine may take to bring up a container that was asked for just
// before the installer was stopped.
constexpr absl::Duration kLateContainer = absl::Seconds(1);

// Installers up to 1.13 publish this port. Nobody connects to it: it only has
// to be free.
absl::StatusOr<int> FreePort() {
  const Fd socket = StreamSocket(AF_INET);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  socklen_t size = sizeof(address);
  if (bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) !=
          0) {
    return ErrnoStatus(errno, "finding a free port");
  }
  return ntohs(address.sin_port);
}

absl::Status CheckDirectory(absl::string_view directory) {
  for (const char c : directory) {
    if (absl::ascii_isspace(c) || absl::StrContains("*?[]:\\", c)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "DC/OS installers cannot work in '", directory,
          "': they paste its path unquoted into a command, and it has a '",
          absl::string_view(&c, 1), "'"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckDockerCommand(const Context& ctx) {
  const absl::StatusOr<SubprocessResult> result =
      RunSubprocess(ctx, {"docker", "--version"});
  if (!absl::IsNotFound(result.status())) return result.status();
  return absl::FailedPreconditionError(
      "the DC/OS installer needs the docker command, and there is none in PATH "
      "(Debian's package: docker-cli, or docker.io before Debian 13)");
}

// A name for the installer without a space: old ones use $0 unquoted.
absl::Status LinkInstallerScript(const Installer& installer,
                                 const std::string& link) {
  RETURN_IF_ERROR(RemoveTree(link));
  std::error_code error;
  const std::filesystem::path file =
      std::filesystem::absolute(installer.path(), error);
  if (error) return absl::NotFoundError(error.message());
  if (symlink(file.c_str(), link.c_str()) != 0) {
    return ErrnoStatus(errno, absl::StrCat("making '", link, "'"));
  }
  return absl::OkStatus();
}

// Stopping the docker command does not stop the container that it runs.
void RemoveInstallerContainer(const Operation& operation,
                              const std::string& name) {
  constexpr absl::Duration kInterval = absl::Milliseconds(50);
  const Context late = operation.cleanup_ctx.WithTimeout(kLateContainer);
  while (true) {
    const absl::Status removed =
        operation.docker.RemoveContainer(operation.cleanup_ctx, name);
    if (removed.ok()) return;
    if (!absl::IsNotFound(removed)) {
      return operation.progress.Warn(
          absl::StrCat("the installer's container '", name,
                       "' may still run: ", removed.message()));
    }
    if (!late.WaitFor(kInterval).ok()) return;
  }
}

SubprocessOptions OptionsOf(const DockerClient& docker, const InstallerRun& run,
                            int port, Progress::Step& step) {
  SubprocessOptions options;
  options.directory = run.directory;
  options.environment = docker.environment();
  options.environment["DCOS_INSTALLER_CONTAINER_NAME"] = run.container;
  options.environment["PORT"] = absl::StrCat(port);
  options.unset_environment.assign(std::begin(kEngineVariables),
                                   std::end(kEngineVariables));
  // Detached, the installer would return before it has done anything.
  options.unset_environment.push_back("DCOS_INSTALLER_DAEMONIZE");
  const auto show = [&step](absl::string_view piece) {
    ShowLastLine(piece, step);
  };
  options.on_stdout = show;
  options.on_stderr = show;
  return options;
}

// The name of the engine's image that ends in `end`; empty if there is none.
absl::StatusOr<std::string> FindImage(const Context& ctx, DockerClient& docker,
                                      const std::string& end) {
  ASSIGN_OR_RETURN(const docker::ImageList images, docker.ListImages(ctx, {}));
  for (const docker::ImageSummary& image : images.items()) {
    for (const std::string& tag : image.repo_tags()) {
      if (absl::EndsWith(tag, end)) return tag;
    }
  }
  return "";
}

// By the docker command, which is there: our client has no such call.
void NoteImage(const Operation& operation, const std::string& end) {
  const std::string image =
      FindImage(operation.cleanup_ctx, operation.docker, end).value_or("");
  if (image.empty()) return;
  SubprocessOptions options;
  options.environment = operation.docker.environment();
  options.unset_environment.assign(std::begin(kEngineVariables),
                                   std::end(kEngineVariables));
  RunSubprocess(
      operation.cleanup_ctx,
      {"docker", "image", "tag", image,
       absl::StrCat(kInstallerImages, image.substr(image.rfind(':')))},
      options)
      .status()
      .IgnoreError();
}

}  // namespace

void ShowLastLine(absl::string_view piece, Progress::Step& step) {
  const std::string tail = OutputTail(piece, "", 1);
  const absl::string_view line = absl::StripAsciiWhitespace(tail);
  if (!line.empty()) step.Update(line);
}

absl::Status CheckInstallerRun(const Context& ctx,
                               absl::string_view directory) {
  RETURN_IF_ERROR(CheckDirectory(directory));
  return CheckDockerCommand(ctx);
}

absl::StatusOr<SubprocessResult> RunInstaller(const Operation& operation,
                                              const Installer& installer,
                                              const InstallerRun& run,
                                              Progress::Step& step) {
  RETURN_IF_ERROR(CheckInstallerRun(operation.ctx, run.directory));
  const std::string script = absl::StrCat(run.directory, "/", kInstallerScript);
  RETURN_IF_ERROR(LinkInstallerScript(installer, script));
  const absl::Cleanup remove_link = [&] { RemoveTree(script).IgnoreError(); };
  ASSIGN_OR_RETURN(const int port, FreePort());
  std::vector<std::string> argv = {"bash", kInstallerScript};
  argv.insert(argv.end(), run.words.begin(), run.words.end());
  const std::string image = installer.image_suffix();
  ASSIGN_OR_RETURN(const std::string before,
                   FindImage(operation.ctx, operation.docker, image));
  const absl::StatusOr<SubprocessResult> result = RunSubprocess(
      operation.ctx, argv, OptionsOf(operation.docker, run, port, step));
  if (before.empty()) NoteImage(operation, image);
  if (!operation.ctx.Check().ok()) {
    RemoveInstallerContainer(operation, run.container);
    return operation.ctx.Check();
  }
  if (!result.ok()) {
    return WithCode(result.status(), absl::StatusCode::kFailedPrecondition);
  }
  return result;
}

}  // namespace minidcos
