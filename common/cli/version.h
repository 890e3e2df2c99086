// The one place where the version is written.

#ifndef MINIDCOS_COMMON_CLI_VERSION_H_
#define MINIDCOS_COMMON_CLI_VERSION_H_

namespace minidcos {

// Semantic versioning.
inline constexpr char kVersion[] = "0.1.0";

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_VERSION_H_
