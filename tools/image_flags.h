// The flags that provision, create and build-image share: what nodes run. That
// they share them all is why an image built ahead of time is found later.

#ifndef MINIDCOS_TOOLS_IMAGE_FLAGS_H_
#define MINIDCOS_TOOLS_IMAGE_FLAGS_H_

#include <string>
#include <vector>

#include "common/cli/flags.h"
#include "common/cluster/image/image_options.h"

namespace minidcos {

// Of them, those that say where the lower layer comes from, for other images of
// ours too. Here and below, what is set must outlive the reading of the flags.
std::vector<Flag> SourceFlags(ImageSources& sources);

// Flags that set these.
FlagGroup ImageFlags(std::string& distribution, std::string& docker_version,
                     ImageSources& sources);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_IMAGE_FLAGS_H_
