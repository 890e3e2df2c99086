#include "common/dcos/install/installer_tasks.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/json.h"
#include "common/base/progress.h"
#include "common/dcos/dcos.pb.h"
#include "common/dcos/install/installer_site.h"
#include "common/dcos/output_tail.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

absl::Status Unexpected(absl::string_view what, absl::string_view output) {
  absl::Status failed = absl::FailedPreconditionError(
      absl::StrCat("the installer tells no ", what));
  SetOutput(failed, OutputTail(output, "", 5));
  return failed;
}

}  // namespace

absl::StatusOr<std::string> AskVersion(InstallerSite& site,
                                       Progress& progress) {
  const auto step =
      progress.Begin("Unpacking the DC/OS installer " + site.where());
  ASSIGN_OR_RETURN(const std::string out, site.Run({"--version"}, *step));
  // What unpacks it prints a name before that.
  const size_t begin = out.find('{');
  dcos::DcosVersion version;
  if (begin == std::string::npos ||
      !ParseJson(out.substr(begin), version).ok() ||
      version.version().empty()) {
    return Unexpected("version", out);
  }
  step->Done();
  return version.version();
}

absl::Status Genconf(InstallerSite& site, Progress::Step& step) {
  return site.Run({"-v", "--genconf"}, step).status();
}

absl::StatusOr<std::string> GenerateUpgrade(
    InstallerSite& site, const std::string& installed_version,
    Progress::Step& step) {
  ASSIGN_OR_RETURN(
      const std::string out,
      site.Run({"-v", "--generate-node-upgrade-script", installed_version},
               step));
  // The last line is "Node upgrade script URL: <bootstrap_url>/upgrade/...".
  // The user's configuration may have another bootstrap_url than ours.
  static const RE2& line =
      *new RE2("(/upgrade/[0-9a-f]+/dcos_node_upgrade\\.sh)\\s*$");
  std::string script;
  if (!RE2::PartialMatch(out, line, &script)) {
    return Unexpected("script to upgrade nodes with", out);
  }
  return script;
}

}  // namespace minidcos
