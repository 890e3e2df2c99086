// The lower layer of a node image: a root file system that mmdebstrap makes of
// Debian's packages on this machine, imported into the engine, for which no
// registry is asked for anything; or a public image with packages added.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_BASE_IMAGE_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_BASE_IMAGE_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/recipe.h"
#include "common/docker/client.h"

namespace minidcos {

// The variables http_proxy and so on, which stay out of the image.
using ProxyEnvironment = std::map<std::string, std::string>;

// Makes the base of `recipe`, whether there is one or not, and names it. By
// mmdebstrap it takes about half a minute, the network, and 1 GB below the
// temporary directory until it is done. kFailedPrecondition, naming the package
// to install, without mmdebstrap; the same with the tail of its output
// (GetOutput) if mmdebstrap, or a step of the build, fails.
absl::Status MakeBaseImage(const Context& ctx, DockerClient& docker,
                           const ImageRecipe& recipe,
                           const ProxyEnvironment& proxies, Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_BASE_IMAGE_H_
