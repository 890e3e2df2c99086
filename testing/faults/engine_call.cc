#include "testing/faults/engine_call.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "re2/re2.h"
#include "testing/fake_engine/fake_engine.h"

namespace minidcos {

std::vector<EngineCall> KindsOf(
    const std::vector<FakeEngine::Request>& requests) {
  static const RE2& id = *new RE2("[0-9a-f]{12,}");
  std::set<std::pair<std::string, std::string>> seen;
  std::vector<EngineCall> kinds;
  for (const FakeEngine::Request& request : requests) {
    std::string path = RE2::QuoteMeta(request.path);
    RE2::GlobalReplace(&path, id, "[0-9a-f]+");
    if (!seen.emplace(request.method, path).second) continue;
    kinds.push_back({request.method, path});
  }
  return kinds;
}

size_t Step(size_t count, size_t most) {
  return std::max<size_t>(1, count / most + (count % most != 0));
}

}  // namespace minidcos
