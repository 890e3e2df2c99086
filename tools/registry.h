// The rows of tools.bzl at run time.

#ifndef MINIDCOS_TOOLS_REGISTRY_H_
#define MINIDCOS_TOOLS_REGISTRY_H_

#include <vector>

#include "absl/strings/string_view.h"

namespace minidcos {

struct RegisteredTool {
  // Installed as "minidcos-<name>".
  absl::string_view name;
  absl::string_view group;
  // The one sentence of its --help.
  absl::string_view summary;
  // With them it does something.
  std::vector<absl::string_view> arguments;
  bool needs_engine;
  bool runs_command;
};

// In the order of tools.bzl.
const std::vector<RegisteredTool>& RegisteredTools();

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_REGISTRY_H_
