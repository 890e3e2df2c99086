// How an engine misbehaves, as a table: what the next request of a kind gets
// instead of an answer.

#ifndef MINIDCOS_TESTING_FAULTS_ENGINE_FAULTS_H_
#define MINIDCOS_TESTING_FAULTS_ENGINE_FAULTS_H_

#include <functional>
#include <string>
#include <vector>

#include "testing/fake_engine/fake_engine.h"

namespace minidcos {

struct EngineFault {
  // Names it in failures.
  std::string name;
  std::function<void(FakeEngine& engine, const std::string& method,
                     const std::string& path_regex)>
      apply;
};

// Errors, cut and lost answers, and answers that are none or lie. Stalls are
// none of them: what ends those is not the engine's.
std::vector<EngineFault> EngineFaults();

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_FAULTS_ENGINE_FAULTS_H_
