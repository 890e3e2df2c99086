// The image that the macOS network's server runs: OpenVPN on Debian, made as
// the image of nodes is.

#ifndef MINIDCOS_COMMON_VPN_VPN_IMAGE_H_
#define MINIDCOS_COMMON_VPN_VPN_IMAGE_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/image_options.h"
#include "common/docker/client.h"

namespace minidcos {

// The image's reference, such as "minidcos/vpn:debian-12-0123456789ab". It is
// built if the engine does not have it; fails as EnsureRecipeImage does.
// `proxies` are the variables http_proxy and so on for the build.
absl::StatusOr<std::string> EnsureVpnImage(
    const Context& ctx, DockerClient& docker, const ImageSources& sources,
    const std::map<std::string, std::string>& proxies, Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_VPN_VPN_IMAGE_H_
