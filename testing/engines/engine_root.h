// The engines of the matrix: which there are, and the root file systems that
// they come from.

#ifndef MINIDCOS_TESTING_ENGINES_ENGINE_ROOT_H_
#define MINIDCOS_TESTING_ENGINES_ENGINE_ROOT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/context.h"

namespace minidcos {

struct EngineKind {
  std::string name;
  // Of Debian.
  std::string suite;
  // The package of the engine, and what it needs beside its dependencies.
  std::string package;
  std::vector<std::string> more_packages;
  // What the engine is started with.
  std::map<std::string, std::string> environment;
};

const std::vector<EngineKind>& EngineKinds();

// The folder with the root file system of `kind`: one there is in
// /var/cache/minidcos/engines, or a new one, made there by mmdebstrap, which
// takes one or two minutes and needs root and a mirror. It is called after the
// suite and the package's version, such as "trixie-docker.io_26.1.5+dfsg1-9",
// and stays; with several, the one that was made last counts. kUnknown with
// mmdebstrap's output (GetOutput) if that fails.
absl::StatusOr<std::string> EnsureEngineRoot(const Context& ctx,
                                             const EngineKind& kind);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_ENGINES_ENGINE_ROOT_H_
