// The flags by which create, install and upgrade are told how DC/OS is to be
// configured.

#ifndef MINIDCOS_TOOLS_CONFIG_FLAGS_H_
#define MINIDCOS_TOOLS_CONFIG_FLAGS_H_

#include <vector>

#include "common/cli/flags.h"
#include "common/dcos/config/user_config.h"

namespace minidcos {

// Flags that set `options`, which must outlive their reading; its superuser has
// flags of its own (superuser_flags.h).
std::vector<Flag> ConfigFlags(ConfigOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_CONFIG_FLAGS_H_
