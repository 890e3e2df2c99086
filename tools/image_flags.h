// The flags that provision, create and build-image share: what nodes run. That
// they share them all is why an image built ahead of time is found later.

#ifndef MINIDCOS_TOOLS_IMAGE_FLAGS_H_
#define MINIDCOS_TOOLS_IMAGE_FLAGS_H_

#include <string>

#include "common/cli/flags.h"
#include "common/cluster/image/image_options.h"

namespace minidcos {

// Flags that set these, which must outlive their reading.
FlagGroup ImageFlags(std::string& distribution, std::string& docker_version,
                     ImageSources& sources);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_IMAGE_FLAGS_H_
