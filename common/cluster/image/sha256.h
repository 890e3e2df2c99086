// SHA-256, for names that follow from content.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_SHA256_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace minidcos {

// The hash of the list `fields`, as 64 lower-case hexadecimal digits. Lists
// that differ in where one field ends and the next begins differ in it.
std::string Sha256Hex(absl::Span<const absl::string_view> fields);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_SHA256_H_
