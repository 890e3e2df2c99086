// What the engine says of itself and of its containers, in a bundle.

#ifndef MINIDCOS_COMMON_CLUSTER_BUNDLE_ENGINE_WORDS_H_
#define MINIDCOS_COMMON_CLUSTER_BUNDLE_ENGINE_WORDS_H_

#include <string>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/cluster/bundle/content.h"
#include "common/docker/client.h"

namespace minidcos {

// Adds the engine's answer to GET `path`, JSON, as `file`, indented. Fails as
// BundleContent::Add does.
absl::Status AddEngineJson(const Context& ctx, DockerClient& docker,
                           const std::string& path, const std::string& file,
                           BundleContent& content);

// Adds the end of what `container`, which has a terminal, has printed, as
// `file`.
absl::Status AddConsole(const Context& ctx, DockerClient& docker,
                        const std::string& container, const std::string& file,
                        BundleContent& content);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_BUNDLE_ENGINE_WORDS_H_
