#include "common/docker/find_engine.h"

#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/engine_choice.h"
#include "common/docker/docker_config.h"
#include "common/docker/host.h"
#include "common/http/http_connection.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kUsualSocket[] = "/var/run/docker.sock";

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return std::string(absl::StripAsciiWhitespace(value == nullptr ? "" : value));
}

absl::StatusOr<std::string> ContextName(const EngineChoice& choice) {
  if (!choice.context.empty()) return choice.context;
  if (!choice.host.empty() || !Variable("DOCKER_HOST").empty()) {
    return kDefaultContext;
  }
  if (const std::string name = Variable("DOCKER_CONTEXT"); !name.empty()) {
    return name;
  }
  ASSIGN_OR_RETURN(const std::string current,
                   CurrentContext(DockerConfigFolder()));
  return current.empty() ? kDefaultContext : current;
}

// `tls` is of the files in `folder`.
absl::StatusOr<EngineHost> HostWithTls(const std::string& address,
                                       const std::optional<HttpTls>& tls,
                                       const std::string& folder) {
  ASSIGN_OR_RETURN(EngineHost host, ParseEngineHost(address, tls));
  if (host.connection.tls.has_value()) {
    host.environment.emplace("DOCKER_CERT_PATH", folder);
    host.environment.emplace(tls->verify ? "DOCKER_TLS_VERIFY" : "DOCKER_TLS",
                             "1");
  }
  return host;
}

absl::StatusOr<EngineHost> HostOfEnvironment(const EngineChoice& choice) {
  std::string address =
      choice.host.empty() ? Variable("DOCKER_HOST") : choice.host;
  if (address.empty()) address = LocalEngine(kUsualSocket);
  const bool verify = !Variable("DOCKER_TLS_VERIFY").empty();
  if (!verify && Variable("DOCKER_TLS").empty()) {
    return ParseEngineHost(address);
  }
  std::string folder = Variable("DOCKER_CERT_PATH");
  if (folder.empty()) folder = DockerConfigFolder();
  const HttpTls tls = TlsOfFolder(folder, verify);
  ASSIGN_OR_RETURN(EngineHost host, HostWithTls(address, tls, folder));
  if (host.connection.tls.has_value() && verify && tls.ca_file.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("DOCKER_TLS_VERIFY is set, and there is no 'ca.pem' in '",
                     folder, "' to verify '", address,
                     "' with: DOCKER_CERT_PATH is to name its folder"));
  }
  return host;
}

absl::StatusOr<EngineHost> HostOfContext(const std::string& name) {
  ASSIGN_OR_RETURN(const DockerContext context,
                   ReadContext(DockerConfigFolder(), name));
  return HostWithTls(context.host, context.tls, context.tls_folder);
}

}  // namespace

absl::StatusOr<EngineHost> FindEngine(const EngineChoice& choice) {
  if (!choice.host.empty() && !choice.context.empty()) {
    return absl::InvalidArgumentError(
        "--host and --context exclude each other");
  }
  ASSIGN_OR_RETURN(const std::string context, ContextName(choice));
  ASSIGN_OR_RETURN(EngineHost host, context == kDefaultContext
                                        ? HostOfEnvironment(choice)
                                        : HostOfContext(context));
  host.api_version = Variable("DOCKER_API_VERSION");
  if (host.is_trusted || choice.allow_insecure) return host;
  return absl::FailedPreconditionError(absl::StrCat(
      "the Docker engine at '", host.name,
      host.connection.tls.has_value()
          ? "' is not verified: anybody could pass for it. "
          : "' is reached by plain tcp: anybody could listen or pass for it. ",
      "Use TLS (DOCKER_TLS_VERIFY=1, DOCKER_CERT_PATH) or ssh://, or take the "
      "risk with --allow-insecure-engine"));
}

std::string LocalEngine(const std::string& usual_socket) {
  std::vector<std::string> sockets = {usual_socket};
  // Docker's own rootless engine, and Docker Desktop, now and formerly.
  if (const std::string folder = Variable("XDG_RUNTIME_DIR"); !folder.empty()) {
    sockets.push_back(folder + "/docker.sock");
    sockets.push_back(folder + "/.docker/run/docker.sock");
  }
  if (const std::string home = Variable("HOME"); !home.empty()) {
    sockets.push_back(home + "/.docker/run/docker.sock");
    sockets.push_back(home + "/.docker/desktop/docker.sock");
  }
  sockets.push_back(absl::StrCat("/run/user/", geteuid(), "/docker.sock"));
  for (const std::string& socket : sockets) {
    if (access(socket.c_str(), W_OK) == 0) {
      return absl::StrCat("unix://", socket);
    }
  }
  return absl::StrCat("unix://", usual_socket);
}

}  // namespace minidcos
