#include "common/docker/docker_config.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/base/json.h"
#include "common/base/sha256.h"
#include "common/docker/docker_config.pb.h"
#include "common/http/http_connection.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "google/protobuf/message.h"

namespace minidcos {
namespace {

constexpr char kEngineEndpoint[] = "docker";

std::string MetaFolder(const std::string& folder) {
  return absl::StrCat(folder, "/contexts/meta");
}

// kNotFound if there is no such file.
absl::Status ReadJsonFile(const std::string& path,
                          google::protobuf::Message& message) {
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (absl::IsNotFound(text.status())) return text.status();
  absl::Status status = text.status();
  if (status.ok()) {
    status = Annotate(ParseJson(*text, message),
                      absl::StrCat("reading '", path, "'"));
  }
  return status.ok() ? status : absl::FailedPreconditionError(status.message());
}

std::set<std::string> ContextNames(const std::string& folder) {
  std::set<std::string> names = {kDefaultContext};
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator(MetaFolder(folder), error)) {
    docker::ContextFile file;
    if (ReadJsonFile(entry.path().string() + "/meta.json", file).ok()) {
      names.insert(file.name());
    }
  }
  return names;
}

std::string IfThere(const std::string& path) {
  return access(path.c_str(), F_OK) == 0 ? path : "";
}

}  // namespace

std::string DockerConfigFolder() {
  const char* folder = std::getenv("DOCKER_CONFIG");
  if (folder != nullptr && *folder != '\0') return folder;
  const char* home = std::getenv("HOME");
  return absl::StrCat(home == nullptr ? "" : home, "/.docker");
}

absl::StatusOr<std::string> CurrentContext(const std::string& folder) {
  docker::ConfigFile file;
  const absl::Status status =
      ReadJsonFile(absl::StrCat(folder, "/config.json"), file);
  if (!status.ok() && !absl::IsNotFound(status)) return status;
  return file.current_context();
}

absl::StatusOr<DockerContext> ReadContext(const std::string& folder,
                                          const std::string& name) {
  const std::string id = HexSha256(name);
  docker::ContextFile file;
  const absl::Status status = ReadJsonFile(
      absl::StrCat(MetaFolder(folder), "/", id, "/meta.json"), file);
  if (absl::IsNotFound(status)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "no such Docker context: '", name,
        "' (there are: ", absl::StrJoin(ContextNames(folder), ", "), ")"));
  }
  RETURN_IF_ERROR(status);
  const auto endpoint = file.endpoints().find(kEngineEndpoint);
  if (endpoint == file.endpoints().end()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the Docker context '", name, "' names no engine"));
  }
  DockerContext context = {.host = endpoint->second.host()};
  context.tls_folder =
      absl::StrCat(folder, "/contexts/tls/", id, "/", kEngineEndpoint);
  const bool verify = !endpoint->second.skip_tls_verify();
  const HttpTls tls = TlsOfFolder(context.tls_folder, verify);
  if (!verify || !tls.ca_file.empty() || !tls.certificate_file.empty()) {
    context.tls = tls;
  }
  return context;
}

HttpTls TlsOfFolder(const std::string& folder, bool verify) {
  HttpTls tls = {.ca_file = IfThere(folder + "/ca.pem"),
                 .certificate_file = IfThere(folder + "/cert.pem"),
                 .key_file = IfThere(folder + "/key.pem"),
                 .verify = verify};
  if (tls.certificate_file.empty() || tls.key_file.empty()) {
    tls.certificate_file.clear();
    tls.key_file.clear();
  }
  return tls;
}

}  // namespace minidcos
