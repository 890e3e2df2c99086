// A file of this repository compiled into the binary (build_defs/embed.bzl).

#ifndef MINIDCOS_COMMON_BASE_EMBEDDED_FILE_H_
#define MINIDCOS_COMMON_BASE_EMBEDDED_FILE_H_

#include "absl/strings/string_view.h"

namespace minidcos {

struct EmbeddedFile {
  // Path below the package that embeds it, such as "rootfs/etc/hosts".
  absl::string_view path;
  // Lives as long as the program.
  absl::string_view content;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_EMBEDDED_FILE_H_
