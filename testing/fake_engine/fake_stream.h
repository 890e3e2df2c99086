// Streams as the engine sends them.

#ifndef MINIDCOS_TESTING_FAKE_ENGINE_FAKE_STREAM_H_
#define MINIDCOS_TESTING_FAKE_ENGINE_FAKE_STREAM_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace minidcos {

inline constexpr absl::string_view kSwitchToStream =
    "HTTP/1.1 101 UPGRADED\r\n"
    "Content-Type: application/vnd.docker.raw-stream\r\n"
    "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

// Output as it goes over the wire: plain with a terminal, else in a frame.
inline std::string StreamBytes(bool is_stderr, absl::string_view bytes,
                               bool tty) {
  if (tty || bytes.empty()) return std::string(bytes);
  const auto size = static_cast<uint32_t>(bytes.size());
  const std::string header = {is_stderr ? '\2' : '\1',
                              0,
                              0,
                              0,
                              static_cast<char>(size >> 24),
                              static_cast<char>(size >> 16),
                              static_cast<char>(size >> 8),
                              static_cast<char>(size)};
  return absl::StrCat(header, bytes);
}

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_FAKE_ENGINE_FAKE_STREAM_H_
