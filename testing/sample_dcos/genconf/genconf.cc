#include "testing/sample_dcos/genconf/genconf.h"

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "testing/sample_dcos/genconf/config_file.h"
#include "testing/sample_dcos/genconf/log.h"
#include "testing/sample_dcos/genconf/resolve.h"
#include "testing/sample_dcos/genconf/serve.h"

namespace minidcos::sample {

int Genconf(const std::string& root, const Release& release, std::ostream& out,
            Log& log) {
  log.Header("EXECUTING CONFIGURATION GENERATION");
  const absl::StatusOr<std::string> yaml =
      ReadFile(root + "/genconf/config.yaml");
  if (!yaml.ok()) {
    out << "No config file found at genconf/config.yaml. See the DC/OS "
           "documentation for the available configuration options.\n";
    return 1;
  }
  const absl::StatusOr<Arguments> user = ParseConfig(*yaml);
  if (absl::IsDataLoss(user.status())) {
    out << "Unable to load configuration file. " << user.status().message()
        << "\n";
    return 1;
  }
  if (!user.ok()) {
    log.Error(user.status().message());
    return 1;
  }
  const Resolution resolution =
      Resolve(*user, release, [&root](const std::string& path) {
        return ReadFile(absl::StrCat(root, "/", path));
      });
  for (const auto& [key, message] : resolution.errors) {
    log.Error(absl::StrCat(key, ": ", message));
  }
  if (!resolution.errors.empty()) return 1;
  out << "Generating Bash configuration files for DC/OS\n";
  const absl::Status written = WriteServe(root, resolution);
  if (!written.ok()) log.Error(written.message());
  return written.ok() ? 0 : 1;
}

}  // namespace minidcos::sample
