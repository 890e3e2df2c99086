// The docker command's own configuration: config.json and the contexts of its
// folder, as `docker context create` writes them.

#ifndef MINIDCOS_COMMON_DOCKER_DOCKER_CONFIG_H_
#define MINIDCOS_COMMON_DOCKER_DOCKER_CONFIG_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/http/http_connection.h"

namespace minidcos {

// The context that stands for no context: it has no files.
inline constexpr char kDefaultContext[] = "default";

// $DOCKER_CONFIG, else ~/.docker.
std::string DockerConfigFolder();

// What `docker context use` has set in the folder's config.json; empty if
// nothing. kFailedPrecondition if the file cannot be read.
absl::StatusOr<std::string> CurrentContext(const std::string& folder);

struct DockerContext {
  // As DOCKER_HOST would name it.
  std::string host;
  // Without it, a tcp engine is spoken to in the clear.
  std::optional<HttpTls> tls;
  // Where the files of `tls` are, under the names that DOCKER_CERT_PATH wants.
  std::string tls_folder;
};

// The folder's context `name`. kInvalidArgument, naming those there are, if
// there is none of that name; kFailedPrecondition if it cannot be read.
absl::StatusOr<DockerContext> ReadContext(const std::string& folder,
                                          const std::string& name);

// The files ca.pem, cert.pem and key.pem of `folder` that are there; the last
// two only together.
HttpTls TlsOfFolder(const std::string& folder, bool verify);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_DOCKER_CONFIG_H_
