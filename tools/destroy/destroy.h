#ifndef MINIDCOS_TOOLS_DESTROY_DESTROY_H_
#define MINIDCOS_TOOLS_DESTROY_DESTROY_H_

#include <istream>
#include <string>
#include <vector>

namespace minidcos {

// The cluster ids that the command line means: `words`, where "-" stands for
// the words of `in`; without any, `otherwise`.
std::vector<std::string> ReadClusterIds(const std::vector<std::string>& words,
                                        const std::string& otherwise,
                                        std::istream& in);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_DESTROY_DESTROY_H_
