#include "testing/sample_dcos/genconf/command_line.h"

#include <cstdlib>
#include <iostream>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/genconf/genconf.h"
#include "testing/sample_dcos/genconf/log.h"
#include "testing/sample_dcos/genconf/resolve.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

constexpr absl::string_view kUsage =
    "usage: dcos_generate_config.sh [-h] [-v] [--version | --genconf]\n";

constexpr absl::string_view kHelp =
    "\nSample DC/OS Install and Configuration Utility\n"
    "\noptional arguments:\n"
    "  -h, --help     show this help message and exit\n"
    "  -v, --verbose  Verbose log output (DEBUG).\n"
    "  --version      Print the DC/OS version\n"
    "  --genconf      Create DC/OS install files customized according to "
    "genconf/config.yaml.\n";

int WrongUsage(absl::string_view why, std::ostream& err) {
  err << kUsage << "dcos_generate_config.sh: error: " << why << "\n";
  return 2;
}

int PrintVersion(const Release& release, std::ostream& out) {
  out << "{\n    \"variant\": " << JsonString(release.variant)
      << ",\n    \"version\": " << JsonString(release.version) << "\n}\n";
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
                 std::ostream& out, std::ostream& err) {
  bool verbose = false;
  std::string action;
  for (const std::string& argument : arguments) {
    if (argument == "-v" || argument == "--verbose") {
      verbose = true;
    } else if (argument == "-h" || argument == "--help") {
      out << kUsage << kHelp;
      return 0;
    } else if (argument == "--version" || argument == "--genconf") {
      if (!action.empty() && action != argument) {
        return WrongUsage(absl::StrCat("argument ", argument,
                                       ": not allowed with argument ", action),
                          err);
      }
      action = argument;
    } else {
      return WrongUsage(absl::StrCat("unrecognized arguments: ", argument),
                        err);
    }
  }
  Log log(err, verbose);
  log.Debug("Logger set to DEBUG");
  if (action == "--version") return PrintVersion(release, out);
  return Genconf(root, release, out, log);
}

int InstallerMain(const std::vector<std::string>& arguments) {
  const std::string root = ".";
  const absl::StatusOr<Release> release = ReadRelease(root);
  if (!release.ok()) {
    std::cerr << "Internal Error: " << release.status().message() << "\n";
    return 1;
  }
  return RunInstaller(arguments, root, *release, std::cout, std::cerr);
}

}  // namespace minidcos::sample
