// The dispatcher: `minidcos [docker] <tool> ...` becomes `minidcos-<tool> ...`,
// as git does it. The word "docker" is taken because command lines written for
// DC/OS E2E have it.

#ifndef MINIDCOS_TOOLS_MINIDCOS_MINIDCOS_H_
#define MINIDCOS_TOOLS_MINIDCOS_MINIDCOS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/registry.h"

namespace minidcos {

inline constexpr char kSummary[] =
    "Make and use disposable multi-node clusters on Docker.";
inline constexpr char kDescription[] =
    "'minidcos TOOL' runs the program 'minidcos-TOOL' beside this one, or on "
    "PATH.\n'minidcos TOOL --help' tells what it takes.";

// What a command line asks of the dispatcher: either a text for standard output
// or a program to become.
struct Dispatch {
  std::string text = "";
  // argv of the tool; argv[0] is its installed name.
  std::vector<std::string> command = {};
};

// `arguments` begin after the dispatcher's own name. kInvalidArgument if they
// name no tool of `tools`; near ones are suggested. "--complete WORD..." asks
// what the last word could become, as it does of a tool
// (common/cli/quiet_request.h).
absl::StatusOr<Dispatch> PlanDispatch(const std::vector<std::string>& arguments,
                                      const std::vector<RegisteredTool>& tools);

// Becomes `command`: the program of that name beside `self`, which is the
// dispatcher's own path, else the one on PATH. Returns only if it fails:
// kUnavailable if there is none.
absl::Status Execute(const std::string& self,
                     const std::vector<std::string>& command);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_MINIDCOS_MINIDCOS_H_
