#include "testing/sample_dcos/base/xz.h"

#include <lzma.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos::sample {

absl::StatusOr<std::string> CompressXz(absl::string_view bytes) {
  std::string compressed(lzma_stream_buffer_bound(bytes.size()), '\0');
  size_t size = 0;
  const lzma_ret result = lzma_easy_buffer_encode(
      LZMA_PRESET_DEFAULT, LZMA_CHECK_CRC64, /*allocator=*/nullptr,
      reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(),
      reinterpret_cast<uint8_t*>(compressed.data()), &size, compressed.size());
  if (result != LZMA_OK) return absl::InternalError("compressing failed");
  compressed.resize(size);
  return compressed;
}

}  // namespace minidcos::sample
