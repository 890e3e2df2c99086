// URLs as output and logs may show them.

#ifndef MINIDCOS_COMMON_HTTP_SHOWN_URL_H_
#define MINIDCOS_COMMON_HTTP_SHOWN_URL_H_

#include <string>

#include "absl/strings/string_view.h"

namespace minidcos {

// `url` without what may be secret: the user's name and password, and the
// query, for tokens and signatures are there.
//
//   ShownUrl("https://me:pw@host/f?token=x") ==
//       "https://[redacted]@host/f?[redacted]"
std::string ShownUrl(absl::string_view url);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_HTTP_SHOWN_URL_H_
