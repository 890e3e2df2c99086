// All that an engine of the test's own, and the tools that work with it, have
// on this machine, images aside, to be compared with what there was before.

#ifndef MINIDCOS_TESTING_E2E_ENGINE_STATE_H_
#define MINIDCOS_TESTING_E2E_ENGINE_STATE_H_

#include <set>
#include <string>
#include <vector>

#include "common/docker/client.h"

namespace minidcos {

struct EngineStateOptions {
  // PrivateEngine::folder().
  std::string engine_folder;
  // Of the tools: all that is in them.
  std::vector<std::string> folders;
  // Whether what the engine keeps for containers counts, of which it tells
  // nobody.
  bool looks_inside = true;
};

// A line for each: containers, volumes and networks; what the engine has on
// disk, in control groups and mounted for them, and its processes beside
// itself; loop devices; the processes of tools and what they have started;
// their files.
std::set<std::string> ReadEngineState(DockerClient& docker,
                                      const EngineStateOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_E2E_ENGINE_STATE_H_
