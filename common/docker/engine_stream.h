// An EngineStream over a connection that the engine has given up to us.

#ifndef MINIDCOS_COMMON_DOCKER_ENGINE_STREAM_H_
#define MINIDCOS_COMMON_DOCKER_ENGINE_STREAM_H_

#include <memory>

#include "common/docker/stream.h"
#include "common/http/http_stream.h"

namespace minidcos {

// `framed` unless the process has a terminal: the engine then sends stdout and
// stderr as frames (raw_stream.h), otherwise plain bytes.
std::unique_ptr<EngineStream> NewEngineStream(
    std::unique_ptr<HttpStream> stream, bool framed);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_ENGINE_STREAM_H_
