#include "testing/sample_dcos/genconf/command_line.h"

#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/base/password.h"
#include "testing/sample_dcos/genconf/genconf.h"
#include "testing/sample_dcos/genconf/log.h"
#include "testing/sample_dcos/genconf/resolve.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

constexpr absl::string_view kUsage =
    "usage: dcos_generate_config.sh [-h] [-v]\n"
    "                               [--hash-password [password] |\n"
    "                                --generate-node-upgrade-script "
    "[installed_cluster_version] |\n"
    "                                --version | --web | --genconf | "
    "--aws-cloudformation]\n";

constexpr absl::string_view kHelp =
    "\nSample DC/OS Install and Configuration Utility\n"
    "\noptional arguments:\n"
    "  -h, --help            show this help message and exit\n"
    "  --hash-password [password]\n"
    "                        Hash a password and print the results to copy "
    "into a\n"
    "                        config.yaml.\n"
    "  --generate-node-upgrade-script [installed_cluster_version]\n"
    "                        Generate a script that upgrades DC/OS nodes "
    "running\n"
    "                        installed_cluster_version\n"
    "  -v, --verbose         Verbose log output (DEBUG).\n"
    "  --version             Print the DC/OS version\n"
    "  --web                 [REMOVED] Run the web interface\n"
    "  --genconf             Create DC/OS install files customized according "
    "to\n"
    "                        genconf/config.yaml.\n"
    "  --aws-cloudformation  Generate AWS Advanced AWS CloudFormation "
    "templates\n";

// That of passlib, which the real installer hashes with.
constexpr int kRounds = 656000;

// Actions, and whether a value may follow.
const std::map<std::string, bool>& Actions() {
  static const auto& actions = *new std::map<std::string, bool>{
      {"--aws-cloudformation", false},
      {"--generate-node-upgrade-script", true},
      {"--genconf", false},
      {"--hash-password", true},
      {"--version", false},
      {"--web", false},
  };
  return actions;
}

struct Options {
  std::string action;
  // Of the action.
  std::string value;
  bool verbose = false;
  bool help = false;
};

// Whether an option without its value may take `word` for it.
bool IsValue(const std::vector<std::string>& words, size_t i) {
  return i < words.size() && !absl::StartsWith(words[i], "-");
}

// kInvalidArgument in argparse's words.
absl::StatusOr<Options> ParseOptions(const std::vector<std::string>& words) {
  Options options;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(words[i], absl::MaxSplits('=', 1));
    const std::string& name = parts.first;
    const auto action = Actions().find(name);
    if (name == "-h" || name == "--help") {
      options.help = true;
      return options;
    }
    if (name == "-v" || name == "--verbose") {
      options.verbose = true;
    } else if (name == "-p" || name == "--port") {
      // Taken and not used, as in the real installer.
      if (name == words[i]) ++i;
    } else if (action == Actions().end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("unrecognized arguments: ", words[i]));
    } else if (!options.action.empty() && options.action != name) {
      return absl::InvalidArgumentError(absl::StrCat(
          "argument ", name, ": not allowed with argument ", options.action));
    } else {
      options.action = name;
      options.value = parts.second;
      const bool alone = name == words[i];
      if (action->second && alone && IsValue(words, i + 1)) {
        options.value = words[++i];
      }
    }
  }
  return options;
}

int PrintVersion(const Release& release, std::ostream& out) {
  out << "{\n    \"variant\": " << JsonString(release.variant)
      << ",\n    \"version\": " << JsonString(release.version) << "\n}\n";
  return 0;
}

int PrintHash(std::string password, const Streams& streams, Log& log) {
  while (password.empty()) {
    // Python's input() asks on standard output.
    streams.out << "Password: " << std::flush;
    if (!std::getline(streams.in, password)) {
      log.Error("EOFError: EOF when reading a line");
      return 1;
    }
    if (password.empty()) log.Error("Must provide a non-empty password");
  }
  log.Header("HASHING PASSWORD TO SHA512");
  streams.out << HashPassword(password, kRounds) << "\n";
  return 0;
}

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

absl::StatusOr<Release> ReadRelease(const std::string& root) {
  ASSIGN_OR_RETURN(
      const std::string json,
      ReadFile(absl::StrCat(root, "/artifacts/complete/complete.latest.json")));
  ASSIGN_OR_RETURN(const Complete complete, FromJson<Complete>(json));
  return Release{
      .version = Environment("DCOS_VERSION"),
      .image_commit = Environment("DCOS_IMAGE_COMMIT"),
      .bootstrap_id = complete.bootstrap(),
      .variant = Environment("BOOTSTRAP_VARIANT"),
      .package_ids = {complete.packages().begin(), complete.packages().end()}};
}

}  // namespace

int RunInstaller(const std::vector<std::string>& arguments,
                 const std::string& root, const Release& release,
                 const Streams& streams) {
  const absl::StatusOr<Options> options = ParseOptions(arguments);
  if (!options.ok()) {
    streams.err << kUsage << "dcos_generate_config.sh: error: "
                << options.status().message() << "\n";
    return 2;
  }
  if (options->help) {
    streams.out << kUsage << kHelp;
    return 0;
  }
  Log log(streams.err, options->verbose);
  log.Debug("Logger set to DEBUG");
  const std::string& action = options->action;
  if (action == "--version") return PrintVersion(release, streams.out);
  if (action == "--hash-password") {
    return PrintHash(options->value, streams, log);
  }
  if (action == "--generate-node-upgrade-script") {
    return GenerateNodeUpgradeScript(root, release, options->value, streams.out,
                                     log);
  }
  if (action == "--web") {
    log.Error("The DC/OS web installer (--web) has been removed.");
    return 1;
  }
  if (action == "--aws-cloudformation") {
    log.Error("The sample DC/OS has no templates for AWS.");
    return 1;
  }
  return Genconf(root, release, streams.out, log);
}

int InstallerMain(
    const std::vector<std::string>& arguments,
    std::function<void(const FileReader&, Resolution&)> resolve_more) {
  const std::string root = ".";
  absl::StatusOr<Release> release = ReadRelease(root);
  if (!release.ok()) {
    std::cerr << "Internal Error: " << release.status().message() << "\n";
    return 1;
  }
  release->resolve_more = std::move(resolve_more);
  return RunInstaller(arguments, root, *release,
                      {.in = std::cin, .out = std::cout, .err = std::cerr});
}

}  // namespace minidcos::sample
