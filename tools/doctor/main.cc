#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
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
  if (app.json()) {
    RETURN_IF_ERROR(WriteJson(results, app.out()));
  } else {
    WriteText(results, app.out());
  }
  if (HasError(results)) app.set_exit_code(1);
  return absl::OkStatus();
}

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const Check& check : AllChecks()) names.emplace_back(check.name);
  return names;
}

std::string Description() {
  std::string text =
      "Looks at this machine, the engine and its machine, and prints for each "
      "check what was found and, where that is not well, why it matters and "
      "what to do. A small container of ours, with the privileges of a node, "
      "looks at the engine's machine; no image is pulled, and all that was "
      "made is removed. Exits with 1 if anything is an error.\n"
      "\n"
      "The checks:";
  for (const Check& check : AllChecks()) {
    const char* const kind = check.kind == CheckKind::kOnline ? " (--online)"
                             : check.kind == CheckKind::kFull ? " (--full)"
                                                              : "";
    absl::StrAppendFormat(&text, "\n  %-16s%s%s", check.name, check.looks_at,
                          kind);
  }
  return text;
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::options;
  const std::string description = minidcos::Description();
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
                    .suggestions = minidcos::Names()},
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
