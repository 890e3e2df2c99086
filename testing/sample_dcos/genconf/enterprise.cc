#include "testing/sample_dcos/genconf/enterprise.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "testing/sample_dcos/genconf/config_file.h"
#include "testing/sample_dcos/genconf/custom_ca.h"
#include "testing/sample_dcos/genconf/resolve.h"
#include "testing/sample_dcos/genconf/validators.h"
#include "testing/sample_dcos/genconf/version.h"

namespace minidcos::sample {
namespace {

constexpr char kFaultDomainDetect[] = "genconf/fault-domain-detect";
constexpr char kLicense[] = "genconf/license.txt";

void CheckOneOf(const std::string& key, std::vector<std::string> allowed,
                Resolution& resolution) {
  std::string message =
      ValidateOneOf(resolution.arguments.at(key), std::move(allowed));
  if (!message.empty()) resolution.errors[key] = std::move(message);
}

void ResolveSecurity(Resolution& resolution) {
  Arguments& arguments = resolution.arguments;
  arguments.emplace("security", "permissive");
  CheckOneOf("security", {"disabled", "permissive", "strict"}, resolution);
  Refuse(resolution.user, "ssl_enabled", resolution.errors);
  arguments["ssl_enabled"] =
      arguments["security"] == "disabled" ? "false" : "true";
}

void ResolveSuperuser(Resolution& resolution) {
  for (const char* key : {"superuser_username", "superuser_password_hash"}) {
    Require(resolution.user, key, resolution.errors);
  }
  const auto hash = resolution.user.find("superuser_password_hash");
  if (hash != resolution.user.end() && !absl::StartsWith(hash->second, "$6$")) {
    resolution.errors[hash->first] =
        "Must be a SHA-512-crypt hash ($6$...), as --hash-password prints it.";
  }
}

void ResolveLicense(const FileReader& read_file, Resolution& resolution) {
  Refuse(resolution.user, "licensing_enabled", resolution.errors);
  resolution.arguments["licensing_enabled"] = "true";
  std::string& license = resolution.arguments["license_key_contents"];
  if (license.empty()) license = read_file(kLicense).value_or("");
  if (absl::StripAsciiWhitespace(license).empty()) {
    resolution.errors["license_key_contents"] =
        absl::StrCat("Must set license_key_contents, or put the license into ",
                     kLicense, ".");
  }
}

void ResolveFaultDomains(const FileReader& read_file, Resolution& resolution) {
  Arguments& arguments = resolution.arguments;
  arguments.emplace("fault_domain_enabled", "true");
  CheckOneOf("fault_domain_enabled", {"true", "false"}, resolution);
  if (arguments["fault_domain_enabled"] != "true") return;
  absl::StatusOr<std::string> script = read_file(kFaultDomainDetect);
  if (script.ok()) {
    arguments["fault_domain_detect_contents"] = *std::move(script);
  } else {
    resolution.errors["fault_domain_detect_contents"] = absl::StrCat(
        "fault-domain-detect script `", kFaultDomainDetect, "` must exist");
  }
}

}  // namespace

void ResolveEnterprise(const FileReader& read_file, Resolution& resolution) {
  resolution.secrets = {"license_key_contents", "superuser_password_hash"};
  ResolveSecurity(resolution);
  ResolveSuperuser(resolution);
  ResolveCustomCa(read_file, resolution);
  if (IsAtLeast(resolution.arguments.at("dcos_version"), 1, 11)) {
    ResolveLicense(read_file, resolution);
    ResolveFaultDomains(read_file, resolution);
  }
}

}  // namespace minidcos::sample
