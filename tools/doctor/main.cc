#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/own_path.h"
#include "common/cli/app.h"
#include "common/doctor/checks.h"
#include "common/doctor/doctor.h"
#include "common/status/status_macros.h"
#include "tools/doctor/doctor.h"
#include "tools/image_flags.h"

namespace minidcos {
namespace {

DoctorOptions options;

absl::Status Run(App& app) {
  options.examination.engine = app.engine();
  ASSIGN_OR_RETURN(const std::vector<const Check*> checks,
                   ChooseChecks(options));
  ASSIGN_OR_RETURN(const std::vector<CheckResult> results,
                   RunChecks(app.ctx(), app.cleanup_ctx(), checks,
                             options.examination, app.progress()));
  const std::string pages = PagesOf(OwnPath());
  if (app.json()) {
    RETURN_IF_ERROR(WriteJson(results, pages, app.out()));
  } else {
    WriteText(results, pages, app.out());
  }
  if (HasError(results)) app.set_exit_code(1);
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::options;
  const std::string description = minidcos::DoctorDescription();
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-doctor",
       .summary = "Find out why clusters do not work here.",
       .description = description,
       .flags = {{"What to look at",
                  {{.name = "check",
                    .target = &options.names,
                    .value = "NAME",
                    .help = "only this check",
                    .suggestions = minidcos::CheckNames()},
                   {.name = "online",
                    .target = &options.online,
                    .help = "also whether the engine reaches a registry, and a "
                            "container the internet"},
                   {.name = "full",
                    .target = &options.full,
                    .help = "also make a cluster of one node, with a container "
                            "inside that has a volume; builds the node image "
                            "if need be, which takes minutes"},
                   {.name = "workspace-dir",
                    .target = &options.examination.workspace_dir,
                    .value = "DIR",
                    .help = "where create and provision are to make clusters' "
                            "folders; $TMPDIR, else /tmp, without it"}}},
                 {"Where node images come from (--online, --full)",
                  minidcos::SourceFlags(options.examination.sources)}},
       .examples = {"minidcos doctor",
                    "minidcos doctor --check engine --check inotify",
                    "minidcos doctor --output=json | jq -r .result"},
       .json_output = true},
      minidcos::Run);
}
