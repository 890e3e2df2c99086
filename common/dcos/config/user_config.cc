#include "common/dcos/config/user_config.h"

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/base/utf8.h"
#include "common/dcos/config/config.h"
#include "common/dcos/config/extra_config.h"
#include "common/dcos/config/extra_files.h"
#include "common/dcos/config/ip_detect.h"
#include "common/dcos/config/password_hash.h"
#include "common/dcos/config/resolvers.h"
#include "common/dcos/config/user_file.h"
#include "common/dcos/installer/installer.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

bool IsSecurityMode(const std::string& mode) {
  return mode == "disabled" || mode == "permissive" || mode == "strict";
}

absl::StatusOr<std::string> ReadLicense(const std::string& path) {
  absl::StatusOr<std::string> license = ReadUserFile(path);
  if (license.ok() && (license->empty() || !IsUtf8(*license))) {
    license = absl::InvalidArgumentError(absl::StrCat(
        "'", path, "' is ", license->empty() ? "empty" : "no text"));
  }
  if (license.ok()) return license;
  return Annotate(license.status(), "reading the license");
}

absl::StatusOr<DcosConfig> EnterpriseDefaults(const ConfigOptions& options) {
  ASSIGN_OR_RETURN(const std::string hash,
                   HashPassword(options.superuser.password));
  DcosConfig config = {
      {"fault_domain_enabled", "false"},
      {"superuser_password_hash", YamlString(hash)},
      {"superuser_username", YamlString(options.superuser.username)},
  };
  if (!options.license_key.empty()) {
    ASSIGN_OR_RETURN(const std::string license,
                     ReadLicense(options.license_key));
    config["license_key_contents"] = YamlString(license);
  }
  return config;
}

absl::StatusOr<DcosConfig> ReadOverrides(const ConfigOptions& options,
                                         DcosVariant variant,
                                         Progress& progress) {
  if (!options.security_mode.empty() &&
      !IsSecurityMode(options.security_mode)) {
    return absl::InvalidArgumentError(
        absl::StrCat("security mode '", options.security_mode,
                     "' is none of disabled, permissive, strict"));
  }
  const bool is_enterprise = variant == DcosVariant::kEnterprise;
  DcosConfig config;
  if (is_enterprise) {
    ASSIGN_OR_RETURN(config, EnterpriseDefaults(options));
  } else if (!options.security_mode.empty() || !options.license_key.empty()) {
    progress.Note("open DC/OS takes no security mode and no license: left out");
  }
  if (!options.extra_config.empty()) {
    ASSIGN_OR_RETURN(const DcosConfig extra,
                     ReadExtraConfig(options.extra_config));
    Override(config, extra);
  }
  if (is_enterprise && !options.security_mode.empty()) {
    config["security"] = YamlString(options.security_mode);
  }
  return config;
}

absl::StatusOr<std::string> ReadIpDetect(const std::string& path) {
  absl::StatusOr<std::string> script = ReadUserFile(path);
  if (script.ok() && script->empty()) {
    script = absl::InvalidArgumentError(absl::StrCat("'", path, "' is empty"));
  }
  if (script.ok()) return script;
  return Annotate(script.status(), "reading the script ip-detect");
}

absl::Status RemoveAllButServe(const std::string& folder) {
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator();
       entry.increment(error)) {
    if (entry->path().filename() == "serve") continue;
    RETURN_IF_ERROR(RemoveTree(entry->path().string()));
  }
  if (!error) return absl::OkStatus();
  return ErrnoStatus(error.value(), absl::StrCat("reading '", folder, "'"));
}

}  // namespace

absl::StatusOr<UserConfig> ReadUserConfig(const ConfigOptions& options,
                                          DcosVariant variant,
                                          Progress& progress) {
  UserConfig user;
  ASSIGN_OR_RETURN(user.overrides, ReadOverrides(options, variant, progress));
  RETURN_IF_ERROR(CheckResolvers(options.resolvers));
  user.resolvers =
      options.resolvers.empty() ? HostResolvers() : options.resolvers;
  user.genconf_dir = options.genconf_dir;
  if (!user.genconf_dir.empty()) {
    RETURN_IF_ERROR(CheckExtraFiles(user.genconf_dir));
  }
  if (!options.ip_detect.empty()) {
    ASSIGN_OR_RETURN(user.ip_detect, ReadIpDetect(options.ip_detect));
  }
  return user;
}

absl::Status WriteGenconfFolder(const Context& ctx, const UserConfig& user,
                                const std::vector<Node>& nodes,
                                const std::string& serve,
                                const std::string& folder) {
  RETURN_IF_ERROR(RemoveAllButServe(folder));
  const std::string ip_detect = folder + "/ip-detect";
  RETURN_IF_ERROR(WriteFile(ip_detect, IpDetect().front().content, 0755));
  if (!user.genconf_dir.empty()) {
    RETURN_IF_ERROR(CopyExtraFiles(ctx, user.genconf_dir, folder));
  }
  if (!user.ip_detect.empty()) {
    RETURN_IF_ERROR(WriteFile(ip_detect, user.ip_detect, 0755));
  }
  DcosConfig config = DefaultDcosConfig(nodes, user.resolvers, serve);
  Override(config, user.overrides);
  return WriteFile(folder + "/config.yaml", ConfigYaml(config), 0600);
}

}  // namespace minidcos
