#include "tools/destroy/destroy.h"

#include <istream>
#include <string>
#include <vector>

namespace minidcos {

std::vector<std::string> ReadClusterIds(const std::vector<std::string>& words,
                                        const std::string& otherwise,
                                        std::istream& in) {
  if (words.empty()) return {otherwise};
  std::vector<std::string> ids;
  for (const std::string& word : words) {
    if (word != "-") {
      ids.push_back(word);
      continue;
    }
    std::string id;
    while (in >> id) ids.push_back(id);
  }
  return ids;
}

}  // namespace minidcos
