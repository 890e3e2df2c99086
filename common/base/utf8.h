// Whether bytes are text.

#ifndef MINIDCOS_COMMON_BASE_UTF8_H_
#define MINIDCOS_COMMON_BASE_UTF8_H_

#include "absl/strings/string_view.h"

namespace minidcos {

// Whether `bytes` are UTF-8, which is what JSON can hold.
bool IsUtf8(absl::string_view bytes);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_UTF8_H_
