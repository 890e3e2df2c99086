#include "tools/image_flags.h"

#include <string>
#include <utility>
#include <vector>

#include "common/cli/flags.h"
#include "common/cluster/image/distributions.h"
#include "common/cluster/image/image_options.h"

namespace minidcos {

std::vector<Flag> SourceFlags(ImageSources& sources) {
  return {{.name = "base",
           .target = &sources.base,
           .value = "HOW",
           .help = "what the image is based on: auto, mmdebstrap (a root file "
                   "system made here) or registry (a public image)",
           .suggestions = {"auto", "mmdebstrap", "registry"}},
          {.name = "debian-mirror",
           .target = &sources.debian_mirror,
           .value = "URL",
           .help = "for mmdebstrap, in place of Debian's own",
           .environment = "MINIDCOS_DEBIAN_MIRROR"},
          {.name = "registry",
           .target = &sources.registry,
           .value = "HOST[/PATH]",
           .help = "where public images are; the engine's default without it",
           .environment = "MINIDCOS_REGISTRY"}};
}

FlagGroup ImageFlags(std::string& distribution, std::string& docker_version,
                     ImageSources& sources) {
  FlagGroup group = {
      "What nodes run",
      {{.name = "linux-distribution",
        .target = &distribution,
        .value = "NAME",
        .help = "the distribution",
        .suggestions = DistributionNames()},
       {.name = "docker-version",
        .target = &docker_version,
        .value = "VERSION",
        .help = "the Docker inside: distro, the distribution's, or a "
                "release of Docker's own such as 18.06.3-ce",
        .environment = "MINIDCOS_NODE_DOCKER_VERSION",
        .suggestions = {"distro"}},
       {.name = "docker-archives",
        .target = &sources.docker_archives,
        .value = "URL",
        .help = "where its releases are, "
                "URL/ARCHITECTURE/docker-VERSION.tgz; Docker's own site "
                "without it",
        .environment = "MINIDCOS_DOCKER_ARCHIVES"}}};
  for (Flag& flag : SourceFlags(sources)) {
    group.flags.push_back(std::move(flag));
  }
  return group;
}

}  // namespace minidcos
