#include "testing/sample_dcos/genconf/resolve.h"

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "testing/sample_dcos/base/digest.h"
#include "testing/sample_dcos/genconf/config_file.h"
#include "testing/sample_dcos/genconf/rules.h"
#include "testing/sample_dcos/genconf/validators.h"
#include "testing/sample_dcos/wire/json.h"

namespace minidcos::sample {
namespace {

using Errors = std::map<std::string, std::string>;

// Keys that only genconf sets.
Arguments Computed(const Release& release) {
  Arguments computed = {
      {"dcos_image_commit", release.image_commit},
      {"dcos_variant", "enterprise"},
      {"dcos_version", release.version},
      {"package_ids", JsonStrings(release.package_ids)},
      {"provider", "onprem"},
  };
  if (!release.variant.empty()) return computed;
  computed["dcos_variant"] = "open";
  computed["fault_domain_enabled"] = "false";
  computed["licensing_enabled"] = "false";
  return computed;
}

Arguments Defaults(const Release& release) {
  return {
      {"bootstrap_id", release.bootstrap_id},
      {"bootstrap_tmp_dir", "tmp"},
      {"bootstrap_variant", release.variant},
      {"calico_enabled", "true"},
      {"check_time", "true"},
      {"custom_checks", "{}"},
      {"dcos_overlay_enable", "true"},
      {"dns_search", ""},
      {"enable_ipv6", "true"},
      {"ip_detect_filename", "genconf/ip-detect"},
      {"ip_detect_public_filename", ""},
      {"license_key_contents", ""},
      {"mesos_agent_work_dir", "/var/lib/mesos/slave"},
      {"mesos_log_retention_mb", "4000"},
      {"oauth_enabled", "true"},
      {"platform", "onprem"},
      {"resolvers", R"(["8.8.8.8", "8.8.4.4"])"},
      {"superuser_service_account_public_key", ""},
      {"superuser_service_account_uid", ""},
      {"telemetry_enabled", "true"},
  };
}

void CalculateMasters(Resolution& resolution) {
  Require(resolution.user, "master_list", resolution.errors);
  Refuse(resolution.user, "num_masters", resolution.errors);
  if (resolution.errors.count("master_list") > 0) return;
  const size_t count =
      ParseJsonStrings(resolution.arguments["master_list"]).value().size();
  resolution.arguments["num_masters"] = absl::StrCat(count);
  if (std::string message = ValidateNumMasters(absl::StrCat(count));
      !message.empty()) {
    resolution.errors.emplace("num_masters", std::move(message));
  }
  resolution.arguments["master_quorum"] = absl::StrCat(count / 2 + 1);
}

std::string ConfigId(const Arguments& arguments) {
  std::string all;
  for (const auto& [key, value] : arguments) {
    absl::StrAppend(&all, JsonString(key), ":", JsonString(value), "\n");
  }
  return Sha1Hex(all);
}

}  // namespace

Resolution Resolve(const Arguments& user, const Release& release,
                   const FileReader& read_file) {
  Resolution resolution = {.user = user, .arguments = user};
  Arguments& arguments = resolution.arguments;
  Errors& errors = resolution.errors;
  arguments.merge(Defaults(release));
  for (const auto& [key, value] : Computed(release)) {
    Refuse(user, key, errors);
    arguments[key] = value;
  }
  Refuse(user, "master_quorum", errors);
  for (const char* key : {"bootstrap_url", "cluster_name",
                          "exhibitor_storage_backend", "master_discovery"}) {
    Require(user, key, errors);
  }
  for (const auto& [key, message] : BrokenRules(arguments)) {
    errors[key] = message;
  }
  if (arguments["master_discovery"] == "static") {
    CalculateMasters(resolution);
  } else if (arguments["master_discovery"] == "master_http_loadbalancer") {
    Require(user, "num_masters", errors);
  }
  const auto read_script = [&](const std::string& contents,
                               const std::string& path) {
    absl::StatusOr<std::string> script = read_file(path);
    if (script.ok()) {
      arguments[contents] = *std::move(script);
    } else {
      errors[contents] =
          absl::StrCat("ip-detect script `", path, "` must exist");
    }
  };
  if (arguments.count("ip_detect_contents") == 0) {
    read_script("ip_detect_contents", arguments["ip_detect_filename"]);
  }
  if (arguments["ip_detect_public_filename"].empty()) {
    arguments.emplace("ip_detect_public_contents",
                      arguments["ip_detect_contents"]);
  } else {
    read_script("ip_detect_public_contents",
                arguments["ip_detect_public_filename"]);
  }
  if (release.resolve_more) release.resolve_more(read_file, resolution);
  arguments["config_id"] = ConfigId(arguments);
  return resolution;
}

void Refuse(const Arguments& user, const std::string& key, Errors& errors) {
  if (user.count(key) == 0) return;
  errors[key] = absl::StrCat(
      key,
      " must be calculated, but was explicitly set in the configuration. "
      "Remove it from the configuration.");
}

void Require(const Arguments& user, const std::string& key, Errors& errors) {
  if (user.count(key) > 0) return;
  errors[key] = absl::StrCat("Must set ", key, ", no way to calculate value.");
}

}  // namespace minidcos::sample
