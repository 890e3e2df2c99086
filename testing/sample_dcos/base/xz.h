// The .xz format, in which DC/OS packages are compressed.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_BASE_XZ_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_BASE_XZ_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos::sample {

// `bytes` compressed. kInternal if the library fails.
absl::StatusOr<std::string> CompressXz(absl::string_view bytes);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_BASE_XZ_H_
