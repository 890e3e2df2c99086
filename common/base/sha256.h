// SHA-256.

#ifndef MINIDCOS_COMMON_BASE_SHA256_H_
#define MINIDCOS_COMMON_BASE_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"

namespace minidcos {

// The hash of `bytes`, as 64 lower-case hexadecimal digits.
std::string HexSha256(absl::string_view bytes);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_SHA256_H_
