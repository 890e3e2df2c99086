#include "common/cluster/image/image_options.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/cluster/image/distributions.h"
#include "common/cluster/image/docker_version.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

// Neither a word that a program could take for an option, nor a password.
absl::Status CheckUrl(absl::string_view what, const std::string& url) {
  static const RE2& pattern = *new RE2(R"((?i)(https?|file)://[^\s@]+)");
  if (url.empty() || RE2::FullMatch(url, pattern)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(what, " '", url,
                   "' is no URL of the scheme http, https or file without a "
                   "user's name"));
}

absl::Status CheckRegistry(const std::string& registry) {
  static const RE2& pattern =
      *new RE2(R"([a-zA-Z0-9][a-zA-Z0-9.-]*(:\d+)?(/[a-z0-9][a-z0-9._-]*)*)");
  if (registry.empty() || RE2::FullMatch(registry, pattern)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "registry '", registry, "' is not of the form HOST[:PORT]", "[/PATH]"));
}

absl::Status CheckBase(const ImageSources& sources,
                       const Distribution& distribution) {
  const std::string& base = sources.base;
  if (base != "auto" && base != "mmdebstrap" && base != "registry") {
    return absl::InvalidArgumentError(absl::StrCat(
        "base '", base, "' is none of auto, mmdebstrap, registry"));
  }
  if (base == "mmdebstrap" && distribution.suite.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("mmdebstrap makes Debian: the base of '",
                     distribution.name, "' comes from a registry"));
  }
  return absl::OkStatus();
}

absl::Status CheckDocker(const std::string& version,
                         const Distribution& distribution) {
  if (version.empty()) return absl::OkStatus();
  if (version != kDistributionsDocker) {
    return ParseDockerVersion(version).status();
  }
  if (!distribution.docker_packages.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'", distribution.name,
                   "' has no package of Docker that nodes could use: name a "
                   "release, such as ",
                   distribution.docker_version));
}

}  // namespace

absl::Status CheckImageOptions(const ImageOptions& options) {
  ASSIGN_OR_RETURN(const Distribution* distribution,
                   FindDistribution(options.distribution));
  RETURN_IF_ERROR(CheckDocker(options.docker_version, *distribution));
  RETURN_IF_ERROR(CheckBase(options.sources, *distribution));
  RETURN_IF_ERROR(CheckUrl("mirror", options.sources.debian_mirror));
  RETURN_IF_ERROR(CheckUrl("archives", options.sources.docker_archives));
  return CheckRegistry(options.sources.registry);
}

DockerVersion DockerVersionOf(const ImageOptions& options) {
  const std::string& version = options.docker_version;
  if (!version.empty() && version != kDistributionsDocker) {
    return *ParseDockerVersion(version);
  }
  return *ParseDockerVersion(
      (*FindDistribution(options.distribution))->docker_version);
}

}  // namespace minidcos
