// The kinds of requests that a tool makes of an engine.

#ifndef MINIDCOS_TESTING_FAULTS_ENGINE_CALL_H_
#define MINIDCOS_TESTING_FAULTS_ENGINE_CALL_H_

#include <string>
#include <vector>

#include "testing/fake_engine/fake_engine.h"

namespace minidcos {

// A method, and what matches the path: ids are others in each run.
struct EngineCall {
  std::string method;
  std::string path_regex;
};

// The kinds of `requests`, each once, in their order.
std::vector<EngineCall> KindsOf(
    const std::vector<FakeEngine::Request>& requests);

// From one that is taken of `count` things to the next, so that at most `most`
// are.
size_t Step(size_t count, size_t most);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_FAULTS_ENGINE_CALL_H_
