#include <string>
#include <vector>

#include "common/cluster/provision/missing_capabilities.h"

namespace minidcos {

// The engine is in a virtual machine.
std::vector<std::string> MissingCapabilities(const std::string&) { return {}; }

}  // namespace minidcos
