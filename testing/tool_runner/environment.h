// What execve() takes, for the runners of programs.

#ifndef MINIDCOS_TESTING_TOOL_RUNNER_ENVIRONMENT_H_
#define MINIDCOS_TESTING_TOOL_RUNNER_ENVIRONMENT_H_

#include <map>
#include <string>
#include <vector>

namespace minidcos {

// Our own environment as "NAME=VALUE", with what is `added` or replaced.
std::vector<std::string> Environment(
    const std::map<std::string, std::string>& added);

// Pointers to `strings`, which must outlive them, and a null.
std::vector<char*> Pointers(const std::vector<std::string>& strings);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_TOOL_RUNNER_ENVIRONMENT_H_
