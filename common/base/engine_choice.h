// Which Docker engine the user asks for. Where none is named, the environment
// and Docker's own configuration say (common/docker/find_engine.h).

#ifndef MINIDCOS_COMMON_BASE_ENGINE_CHOICE_H_
#define MINIDCOS_COMMON_BASE_ENGINE_CHOICE_H_

#include <string>

namespace minidcos {

// The environment variable that stands for EngineChoice::allow_insecure where
// nothing else says it.
inline constexpr char kAllowInsecureVariable[] =
    "MINIDCOS_ALLOW_INSECURE_ENGINE";

struct EngineChoice {
  // An address, such as "ssh://me@host"; or the name of a Docker context. At
  // most one of them.
  std::string host = "";
  std::string context = "";
  // Takes an engine off this machine that does not prove who it is.
  bool allow_insecure = false;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_ENGINE_CHOICE_H_
