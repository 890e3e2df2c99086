#include "testing/sample_dcos/genconf/rules.h"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "testing/sample_dcos/genconf/check_config.h"
#include "testing/sample_dcos/genconf/config_file.h"
#include "testing/sample_dcos/genconf/validators.h"

namespace minidcos::sample {
namespace {

using Errors = std::map<std::string, std::string>;
using Rule = std::function<std::string(absl::string_view)>;

Rule OneOf(const std::vector<std::string>& allowed) {
  return [allowed](absl::string_view value) {
    return ValidateOneOf(value, allowed);
  };
}

const std::map<std::string, Rule>& Rules() {
  static const auto& rules = *new std::map<std::string, Rule>{
      {"bootstrap_url", &ValidateBootstrapUrl},
      {"calico_enabled", &ValidateTrueFalse},
      {"check_time", &ValidateTrueFalse},
      {"dcos_overlay_enable", &ValidateTrueFalse},
      {"dns_search", &ValidateDnsSearch},
      {"enable_ipv6", &ValidateTrueFalse},
      {"exhibitor_storage_backend",
       OneOf({"agent_only_group_no_exhibitor", "aws_s3", "azure",
              "shared_filesystem", "static", "zookeeper"})},
      {"master_discovery", OneOf({"master_http_loadbalancer", "static"})},
      {"master_list", &ValidateMasterList},
      {"mesos_agent_work_dir", &ValidateAbsolutePath},
      {"mesos_log_retention_mb", &ValidateLogRetention},
      {"num_masters", &ValidateNumMasters},
      {"oauth_enabled", &ValidateTrueFalse},
      {"resolvers", &ValidateResolvers},
      {"telemetry_enabled", &ValidateTrueFalse},
  };
  return rules;
}

std::string Value(const Arguments& arguments, const std::string& key) {
  const auto found = arguments.find(key);
  return found == arguments.end() ? "" : found->second;
}

void CheckStorage(const Arguments& arguments, Errors& errors) {
  if (Value(arguments, "master_discovery") != "master_http_loadbalancer" ||
      Value(arguments, "exhibitor_storage_backend") != "static") {
    return;
  }
  for (const char* key : {"exhibitor_storage_backend", "master_discovery"}) {
    errors[key] =
        "When master_discovery is not static, exhibitor_storage_backend must "
        "be non-static. Having a variable list of master which are discovered "
        "by agents using the master_discovery method but also having a fixed "
        "known at install time static list of master ips doesn't "
        "`master_http_load_balancer` then exhibitor_storage_backend must not "
        "be static.";
  }
}

void CheckServiceAccount(const Arguments& arguments, Errors& errors) {
  const std::string uid = "superuser_service_account_uid";
  const std::string public_key = "superuser_service_account_public_key";
  const std::string key = Value(arguments, public_key);
  if (Value(arguments, uid).empty() != key.empty()) {
    for (const std::string& name : {uid, public_key}) {
      errors[name] = uid + " and " + public_key +
                     " must both be empty or both be non-empty";
    }
  } else if (std::string message = ValidatePublicKey(key);
             !key.empty() && !message.empty()) {
    errors[public_key] = std::move(message);
  }
}

}  // namespace

std::map<std::string, std::string> BrokenRules(const Arguments& arguments) {
  Errors errors;
  for (const auto& [key, rule] : Rules()) {
    const auto found = arguments.find(key);
    if (found == arguments.end()) continue;
    std::string message = rule(found->second);
    if (!message.empty()) errors[key] = std::move(message);
  }
  CheckStorage(arguments, errors);
  CheckServiceAccount(arguments, errors);
  std::string message = ValidateCustomChecks(arguments);
  if (!message.empty()) errors["custom_checks"] = std::move(message);
  return errors;
}

}  // namespace minidcos::sample
