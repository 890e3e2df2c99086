// What completion asks of minidcos-list and minidcos-inspect, for it must know
// neither engines nor clusters.

#ifndef MINIDCOS_COMMON_CLI_ASK_TOOLS_H_
#define MINIDCOS_COMMON_CLI_ASK_TOOLS_H_

#include <string>
#include <vector>

#include "common/base/context.h"
#include "common/base/engine_choice.h"

namespace minidcos {

// The ids of the engine's clusters; the references of a cluster's nodes, such
// as "agent_0". Asked of the programs beside this one, else of those on PATH.
// None if that fails, in whatever way, or takes longer than a user would wait
// who has pressed a key.
std::vector<std::string> AskForClusters(const Context& ctx,
                                        const EngineChoice& engine);
std::vector<std::string> AskForNodes(const Context& ctx,
                                     const EngineChoice& engine,
                                     const std::string& cluster_id);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_ASK_TOOLS_H_
