#include "common/http/shown_url.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace minidcos {

std::string ShownUrl(absl::string_view url) {
  constexpr absl::string_view kHidden = "[redacted]";
  const size_t colon = url.find("://");
  const size_t host = colon == absl::string_view::npos ? 0 : colon + 3;
  const absl::string_view authority =
      url.substr(host, url.find_first_of("/?#", host) - host);
  const size_t at = authority.rfind('@');
  const size_t query = url.find('?', host);
  std::string shown(url.substr(0, host));
  size_t begin = host;
  if (at != absl::string_view::npos) {
    absl::StrAppend(&shown, kHidden);
    begin += at;
  }
  if (query == absl::string_view::npos) {
    return absl::StrCat(shown, url.substr(begin));
  }
  return absl::StrCat(shown, url.substr(begin, query + 1 - begin), kHidden);
}

}  // namespace minidcos
