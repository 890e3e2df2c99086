#include "testing/sample_dcos/genconf/genconf.h"

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/genconf/config_file.h"
#include "testing/sample_dcos/genconf/log.h"
#include "testing/sample_dcos/genconf/resolve.h"
#include "testing/sample_dcos/genconf/serve.h"

namespace minidcos::sample {

namespace {

// What config.yaml comes to; nothing, with the reason told, if it is not good.
std::optional<Resolution> ResolveConfig(const std::string& root,
                                        const Release& release,
                                        std::ostream& out, Log& log) {
  const absl::StatusOr<std::string> yaml =
      ReadFile(root + "/genconf/config.yaml");
  if (!yaml.ok()) {
    out << "No config file found at genconf/config.yaml. See the DC/OS "
           "documentation for the available configuration options.\n";
    return std::nullopt;
  }
  const absl::StatusOr<Arguments> user = ParseConfig(*yaml);
  if (absl::IsDataLoss(user.status())) {
    out << "Unable to load configuration file. " << user.status().message()
        << "\n";
    return std::nullopt;
  }
  if (!user.ok()) {
    log.Error(user.status().message());
    return std::nullopt;
  }
  Resolution resolution =
      Resolve(*user, release, [&root](const std::string& path) {
        return ReadFile(absl::StrCat(root, "/", path));
      });
  for (const auto& [key, message] : resolution.errors) {
    log.Error(absl::StrCat(key, ": ", message));
  }
  if (!resolution.errors.empty()) return std::nullopt;
  return resolution;
}

int ExitCode(const absl::Status& status, Log& log) {
  if (!status.ok()) log.Error(status.message());
  return status.ok() ? 0 : 1;
}

}  // namespace

int Genconf(const std::string& root, const Release& release, std::ostream& out,
            Log& log) {
  log.Header("EXECUTING CONFIGURATION GENERATION");
  const std::optional<Resolution> resolution =
      ResolveConfig(root, release, out, log);
  if (!resolution.has_value()) return 1;
  out << "Generating Bash configuration files for DC/OS\n";
  return ExitCode(WriteServe(root, *resolution).status(), log);
}

int GenerateNodeUpgradeScript(const std::string& root, const Release& release,
                              const std::string& installed, std::ostream& out,
                              Log& log) {
  if (installed.empty()) {
    out << "Must provide the version of the cluster upgrading from\n";
    return 1;
  }
  const std::optional<Resolution> resolution =
      ResolveConfig(root, release, out, log);
  if (!resolution.has_value()) return 1;
  const auto write = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<std::string> packages,
                     WriteServe(root, *resolution));
    ASSIGN_OR_RETURN(
        const std::string url,
        WriteUpgradeScript(root, *resolution, packages, installed));
    out << "Node upgrade script URL: " << url << "\n";
    return absl::OkStatus();
  };
  return ExitCode(write(), log);
}

}  // namespace minidcos::sample
