// What an engine of this machine cannot grant, because it has not got it
// itself.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_MISSING_CAPABILITIES_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_MISSING_CAPABILITIES_H_

#include <string>
#include <vector>

namespace minidcos {

// The capabilities, such as "SYS_RESOURCE", that this machine's kernel has and
// the process which listens on the unix socket `path` cannot get. None where
// that cannot be seen: it is another user's, or no process of this kernel.
std::vector<std::string> MissingCapabilities(const std::string& path);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_MISSING_CAPABILITIES_H_
