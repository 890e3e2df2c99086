// Where the program that runs is.

#ifndef MINIDCOS_COMMON_BASE_OWN_PATH_H_
#define MINIDCOS_COMMON_BASE_OWN_PATH_H_

#include <filesystem>

namespace minidcos {

// With no symbolic link in it; empty if the system does not tell.
std::filesystem::path OwnPath();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_OWN_PATH_H_
