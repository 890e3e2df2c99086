#include "tools/registry.h"

#include <vector>

namespace minidcos {

const std::vector<RegisteredTool>& RegisteredTools() {
  static const auto& tools = *new std::vector<RegisteredTool>{
#include "tools/registry_rows.inc"
  };
  return tools;
}

}  // namespace minidcos
