// The flags that every tool takes.

#ifndef MINIDCOS_COMMON_CLI_COMMON_FLAGS_H_
#define MINIDCOS_COMMON_CLI_COMMON_FLAGS_H_

#include "common/base/engine_choice.h"
#include "common/cli/flag.h"
#include "gflags/gflags_declare.h"

DECLARE_string(cluster_id);
DECLARE_string(transport);
DECLARE_bool(enable_spinner);
DECLARE_string(output);

namespace minidcos {

struct CommonFlagValues {
  bool help = false;
  bool version = false;
  FlagCount verbose;
};

// With `json_output`, --output=text|json is among them.
FlagGroup CommonFlags(CommonFlagValues& values, bool json_output);

// Those that say which engine.
FlagGroup EngineFlags(EngineChoice& choice);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_COMMON_FLAGS_H_
