// SHA-1, which names packages and configurations.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_BASE_DIGEST_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_BASE_DIGEST_H_

#include <string>

#include "absl/strings/string_view.h"

namespace minidcos::sample {

// 40 lower-case hexadecimal digits.
std::string Sha1Hex(absl::string_view bytes);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_BASE_DIGEST_H_
