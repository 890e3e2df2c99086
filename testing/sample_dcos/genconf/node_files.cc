#include "testing/sample_dcos/genconf/node_files.h"

#include <yaml-cpp/yaml.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/base/embedded_file.h"
#include "common/base/shell_quote.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/genconf/check_config.h"
#include "testing/sample_dcos/genconf/config_file.h"
#include "testing/sample_dcos/genconf/resolve.h"
#include "testing/sample_dcos/genconf/templates.h"
#include "testing/sample_dcos/genconf/version.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

absl::string_view Template(absl::string_view name) {
  for (const EmbeddedFile& file : Templates()) {
    if (absl::EndsWith(file.path, name)) return file.content;
  }
  return "";
}

std::string Yaml(const Arguments& arguments) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  for (const auto& [key, value] : arguments) {
    out << YAML::Key << key << YAML::Value << YAML::DoubleQuoted << value;
  }
  out << YAML::EndMap;
  return absl::StrCat(out.c_str(), "\n");
}

std::string PackageInfoJson(const Arguments& environment) {
  PackageInfo info;
  info.mutable_environment()->insert(environment.begin(), environment.end());
  return absl::StrCat(Indent(ToJson(info), 2), "\n");
}

// The script `name` with {{ key }} replaced: by the quoted argument of each of
// `keys`, and by `words`, which are shell words.
std::string Render(absl::string_view name, const Arguments& arguments,
                   const std::vector<std::string>& keys,
                   const Arguments& words) {
  std::vector<std::pair<std::string, std::string>> values;
  const auto add = [&values](const std::string& key, const std::string& word) {
    values.emplace_back(absl::StrCat("{{ ", key, " }}"), word);
  };
  for (const std::string& key : keys) add(key, ShellQuote(arguments.at(key)));
  for (const auto& [key, word] : words) add(key, word);
  return absl::StrReplaceAll(Template(name), values);
}

// Before version 1.12 checks were a part of dcos-diagnostics.
absl::string_view CheckConfigName(const Arguments& arguments) {
  return IsAtLeast(arguments.at("dcos_version"), 1, 12)
             ? "dcos-check-config.json"
             : "dcos-diagnostics-runner-config.json";
}

// What everybody on a node may read.
Arguments Scrubbed(Arguments arguments, const Resolution& resolution) {
  for (const std::string& key : resolution.secrets) {
    const auto found = arguments.find(key);
    if (found != arguments.end()) found->second = "**HIDDEN**";
  }
  return arguments;
}

void AddEnterpriseFiles(const Arguments& arguments,
                        std::vector<NodeFile>& files) {
  files.push_back(
      {"etc/bootstrap-config.json",
       absl::StrCat("{\n  \"security\": ", JsonString(arguments.at("security")),
                    ",\n  \"ssl_enabled\": ", arguments.at("ssl_enabled"),
                    "\n}\n")});
  const auto fault_domains = arguments.find("fault_domain_detect_contents");
  if (fault_domains != arguments.end()) {
    files.push_back({"bin/detect_fault_domain", fault_domains->second, 0755});
  }
  const auto custom_ca = arguments.find("ca_certificates");
  if (custom_ca != arguments.end()) {
    files.push_back({"etc_master/custom_ca.crt", custom_ca->second});
  }
}

}  // namespace

absl::StatusOr<std::vector<NodeFile>> ConfigFiles(
    const Resolution& resolution) {
  const Arguments& arguments = resolution.arguments;
  ASSIGN_OR_RETURN(std::string checks, CheckConfigJson(arguments));
  std::vector<NodeFile> files = {
      {"pkginfo.json",
       PackageInfoJson(
           {{"MESOS_IP_DISCOVERY_COMMAND", "/opt/mesosphere/bin/detect_ip"},
            {"PROVIDER", arguments.at("provider")}})},
      {"bin/detect_ip", arguments.at("ip_detect_contents"), 0755},
      {"bin/detect_ip_public", arguments.at("ip_detect_public_contents"), 0755},
      {"etc/check_time.env",
       absl::StrCat("ENABLE_CHECK_TIME=", arguments.at("check_time"), "\n")},
      {absl::StrCat("etc/", CheckConfigName(arguments)), std::move(checks)},
      {"etc/expanded.config.json", JsonObject(Scrubbed(arguments, resolution))},
      {"etc/expanded.config.full.json", JsonObject(arguments), 0600},
      {"etc/user.config.yaml", Yaml(Scrubbed(resolution.user, resolution))},
      {"etc/user.config.full.yaml", Yaml(resolution.user), 0600},
  };
  if (arguments.at("master_discovery") == "static") {
    files.push_back(
        {"etc/master_list", absl::StrCat(arguments.at("master_list"), "\n")});
    files.push_back({"etc_master/master_count",
                     absl::StrCat(arguments.at("num_masters"), "\n")});
  }
  if (arguments.at("dcos_variant") == "enterprise") {
    AddEnterpriseFiles(arguments, files);
  }
  return files;
}

std::vector<NodeFile> MetadataFiles(const Arguments& arguments) {
  // dcos_node_upgrade.sh takes the fourth "-separated field of the one line
  // with the word `version`.
  std::string version = absl::StrCat(
      "{\n  \"version\": ", JsonString(arguments.at("dcos_version")),
      ",\n  \"dcos-image-commit\": ",
      JsonString(arguments.at("dcos_image_commit")),
      ",\n  \"bootstrap-id\": ", JsonString(arguments.at("bootstrap_id")));
  if (IsAtLeast(arguments.at("dcos_version"), 1, 11)) {
    absl::StrAppend(&version, ",\n  \"dcos-variant\": ",
                    JsonString(arguments.at("dcos_variant")));
  }
  absl::StrAppend(&version, "\n}\n");
  return {
      {"pkginfo.json",
       PackageInfoJson(
           {{"DCOS_VERSION", arguments.at("dcos_version")},
            {"DCOS_IMAGE_COMMIT", arguments.at("dcos_image_commit")},
            {"DCOS_VARIANT", arguments.at("dcos_variant")}})},
      {"etc/dcos-version.json", version},
      {"etc/ui-config.json", "{\n  \"uiConfiguration\": {}\n}\n"},
  };
}

std::string InstallScript(const Arguments& arguments,
                          absl::string_view package_list_id) {
  return Render(
      "dcos_install.sh.in", arguments,
      {"bootstrap_id", "bootstrap_url", "dcos_version", "mesos_agent_work_dir"},
      {{"package_list_id", ShellQuote(package_list_id)}});
}

std::string UpgradeScript(const Arguments& arguments,
                          const std::vector<std::string>& ids,
                          absl::string_view from) {
  return Render("dcos_node_upgrade.sh.in", arguments,
                {"bootstrap_url", "dcos_version"},
                {{"cluster_packages", ShellQuoteAll(ids)},
                 {"installed_cluster_version", ShellQuote(from)}});
}

}  // namespace minidcos::sample
