#include "common/vpn/vpn_image.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/embedded_file.h"
#include "common/base/progress.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/image/recipe.h"
#include "common/cluster/image/recipe_file.h"
#include "common/cluster/image/recipe_image.h"
#include "common/docker/client.h"
#include "common/status/status_macros.h"
#include "common/vpn/vpn_image_resources.h"

namespace minidcos {

absl::StatusOr<std::string> EnsureVpnImage(
    const Context& ctx, DockerClient& docker, const ImageSources& sources,
    const std::map<std::string, std::string>& proxies, Progress& progress) {
  std::vector<RecipeFile> context;
  for (const EmbeddedFile& file : VpnImageResources()) {
    context.push_back({std::string(absl::StripPrefix(file.path, "image/")),
                       std::string(file.content)});
  }
  ASSIGN_OR_RETURN(
      const ImageRecipe recipe,
      FindRecipeOf(sources, kVpnImages, {"iproute2", "iptables", "openvpn"},
                   std::move(context)));
  ASSIGN_OR_RETURN(
      const RecipeImage image,
      EnsureRecipeImage(ctx, docker, recipe,
                        {.title = "the VPN image", .proxies = proxies},
                        progress));
  return image.reference;
}

}  // namespace minidcos
